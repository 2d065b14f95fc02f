INSERT INTO verdicts (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
