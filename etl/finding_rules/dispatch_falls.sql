-- about: the indicator. Held against the newest earlier report of the same run: one that restarts each January within
-- its year, one that runs on since the plan began over all years; monthly figures are left out (finding_indicators).
WITH runs AS (
    SELECT d.*, i.restarts, CASE WHEN i.restarts = 'yearly' THEN left(d.month, 4) ELSE '' END AS run
    FROM dispatch_reports AS d JOIN finding_indicators AS i USING (indicator) WHERE i.restarts <> 'monthly'),
reports AS (
    SELECT *, lag(numerator) OVER earlier AS numerator_before, lag(denominator) OVER earlier AS denominator_before,
        lag(month) OVER earlier AS month_before
    FROM runs WINDOW earlier AS (PARTITION BY region_code, indicator, run ORDER BY month)),
falls AS (
    SELECT *, numerator_before - numerator > $tolerance AS by_numerator,
        denominator_before - denominator > $tolerance AS by_denominator
    FROM reports WHERE numerator_before - numerator > $tolerance OR denominator_before - denominator > $tolerance)
SELECT 'dispatch_reports' AS "table", region_code, NULL AS sector_code, month, indicator AS about,
    indicator AS key, _file AS file_id, _row AS "row",
    CASE WHEN by_numerator THEN 'numerator' ELSE 'denominator' END AS "column",
    format('{:g}', CASE WHEN by_numerator THEN numerator ELSE denominator END) AS value,
    format('{:g} ({})', CASE WHEN by_numerator THEN numerator_before ELSE denominator_before END, month_before) AS against,
    concat_ws(', ', CASE WHEN by_numerator THEN format('numerator {:g} < {:g}', numerator, numerator_before) END,
        CASE WHEN by_denominator THEN format('denominator {:g} < {:g}', denominator, denominator_before) END)
        || ' (' || month_before || ')' AS detail,
    CASE WHEN by_numerator THEN numerator_before - numerator ELSE denominator_before - denominator END AS amount
FROM falls
