// Fills a form in with ODK's own engine, as benchmarks/forms.py does with ours: reads a job, prints seconds and answers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , folder, job] = process.argv;
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const { JSDOM } = require("jsdom");
const { stdout } = process;
const page = new JSDOM("");
const browser = ["document", "DOMParser", "XMLSerializer", "Node", "Document", "Element", "XMLDocument", "Text", "Attr"];
for (const name of browser) globalThis[name] = page.window[name];
globalThis.window = globalThis;
delete globalThis.process; // the engine is made for browsers: what reads its grammar must not take this for Node
const engine = await import(pathToFileURL(require.resolve("@getodk/xforms-engine")));
const { form, answers, rounds } = JSON.parse(readFileSync(job, "utf8"));

function nodesOf(root) {
  const found = new Map();
  const visit = (node) => {
    found.set(node.currentState.reference, node);
    for (const child of node.currentState.children ?? []) visit(child);
  };
  visit(root);
  return found;
}

function answer(node, value) {
  if (node.nodeType !== "select") node.setValue(value);
  else if (Array.isArray(value)) node.selectValues(value);
  else node.selectValue(value);
}

const fills = [];
let result = {};
for (let round = 0; round < rounds; round += 1) {
  const loaded = await engine.loadForm(form);
  if (loaded.status === "failure") throw loaded.error;
  const { root } = loaded.createInstance();
  const nodes = nodesOf(root);
  const started = performance.now();
  let relevant = 0;
  for (const [path, value] of answers) {
    const node = nodes.get(path);
    answer(node, value);
    relevant += node.currentState.relevant;
  }
  for (const node of nodes.values()) relevant += node.currentState.relevant;
  fills.push((performance.now() - started) / 1000);
  result = Object.fromEntries(
    [...nodes].filter(([, node]) => node.currentState.children === null && node.currentState.relevant && node.currentState.instanceValue)
      .map(([path, node]) => [path, node.currentState.instanceValue]),
  );
}
stdout.write(JSON.stringify({ fills, result }));
