-- A table into a file.
INSERT INTO FUNCTION file({path:String}, 'Native') SELECT /*{columns}*/ FROM /*{table}*/ SETTINGS engine_file_truncate_on_insert = 1
