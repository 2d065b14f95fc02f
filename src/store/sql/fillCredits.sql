INSERT INTO /*{table}*/ /*{select}*/
