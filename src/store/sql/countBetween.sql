-- About how many events lie between these ids: rows as they lie.
SELECT count() AS events FROM events WHERE site IN {sites:Array(String)} AND /*{ids}*/
