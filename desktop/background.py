"""The only threads of the window: one lane owns the vault, a small pool does the rest. Results come on the main thread.

An operation gets what it needs and returns plain values; a failure nobody handles is shown. Nobody else has threads.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from records.errors import Known

T = TypeVar("T")
Tell = Callable[..., None]


class Job(QObject, Generic[T]):
    """One operation on its way. `then` hears its result, `otherwise` a known failure, `meanwhile` its progress."""

    _ended = Signal(object, object)
    _moved = Signal(tuple)

    def __init__(self, owner: "Background", operation: Callable[[Tell], T]) -> None:
        """Made by `Background` alone."""
        super().__init__(owner)
        self._owner = owner
        self._operation = operation
        self._then: Callable[[T], None] | None = None
        self._otherwise: Callable[[Known], None] | None = None
        self._meanwhile: Callable[..., None] | None = None
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)

    def then(self, heard: Callable[[T], None]) -> "Job[T]":
        """Call this with the result."""
        self._then = heard
        return self

    def otherwise(self, heard: Callable[[Known], None]) -> "Job[T]":
        """Call this with a known failure, in place of showing it."""
        self._otherwise = heard
        return self

    def meanwhile(self, heard: Callable[..., None]) -> "Job[T]":
        """Call this with whatever the operation tells on its way."""
        self._meanwhile = heard
        return self

    def run(self) -> None:
        """Do it, on a thread of the background."""
        try:
            result: object = self._operation(lambda *facts: self._moved.emit(facts))
        except BaseException as problem:  # noqa: BLE001 - the one place that carries any failure to the main thread
            self._ended.emit(None, problem)
        else:
            self._ended.emit(result, None)

    @Slot(object, object)
    def _on_ended(self, result: Any, problem: BaseException | None) -> None:
        self._owner.ended(self)
        try:
            if problem is None:
                if self._then is not None:
                    self._then(result)
            elif isinstance(problem, Known) and self._otherwise is not None:
                self._otherwise(problem)
            else:
                self._owner.failed(problem)
        finally:
            self.deleteLater()

    @Slot(tuple)
    def _on_moved(self, facts: tuple[object, ...]) -> None:
        if self._meanwhile is not None:
            self._meanwhile(*facts)


class Background(QObject):
    """Where operations run."""

    busy_changed = Signal(bool)

    def __init__(self, show_failure: Callable[[BaseException], None]) -> None:
        """`show_failure` is told of what nobody handled."""
        super().__init__()
        self._lane: Executor = ThreadPoolExecutor(1, "vault")
        self._pool: Executor = ThreadPoolExecutor(2, "other")
        self._show_failure = show_failure
        self._jobs: set[Job[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return bool(self._jobs)

    def vault(self, operation: Callable[[Tell], T]) -> Job[T]:
        """Run on the vault's lane, one after the other."""
        return self._start(self._lane, operation)

    def elsewhere(self, operation: Callable[[Tell], T]) -> Job[T]:
        """Run beside."""
        return self._start(self._pool, operation)

    def ended(self, job: Job[Any]) -> None:
        """A job is over."""
        self._jobs.discard(job)
        self.busy_changed.emit(self.busy)

    def failed(self, problem: BaseException) -> None:
        """Nobody handled a failure: show it."""
        self._show_failure(problem)

    def close(self) -> None:
        """Finish what runs, begin nothing more."""
        self._lane.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, executor: Executor, operation: Callable[[Tell], T]) -> Job[T]:
        job = Job(self, operation)
        self._jobs.add(job)
        self.busy_changed.emit(True)  # noqa: FBT003 - a signal's payload
        executor.submit(job.run)
        return job
