-- The credit of each click and view, for the length of one export.
CREATE TABLE /*{table}*/ (touch FixedString(16), conversions Float64, refunds Float64, valueByCurrency Map(String, Float64)) ENGINE = MergeTree ORDER BY touch
