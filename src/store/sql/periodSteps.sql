-- Sums of a period and of the one before it, in steps. A series and a comparison of one view ask alike.
/*{sums}*/
