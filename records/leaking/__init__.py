"""Words that may tell who somebody is, found in texts that may leave (domain 2.10). Pure: texts in, places out."""
