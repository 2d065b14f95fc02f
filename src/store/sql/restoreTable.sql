-- A table out of a file.
INSERT INTO /*{table}*/ (/*{columns}*/) SELECT /*{columns}*/ FROM file({path:String}, 'Native')
