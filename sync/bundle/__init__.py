"""The sealed file that carries records from office to office: bytes to parts, sealing, opening."""
