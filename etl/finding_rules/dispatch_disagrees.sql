-- about: the indicator. The ledger's side is finding_totals: of indicators that are counted from ledgers and come in
-- dispatch reports as well, and of those whose pack says what they are held_against.
WITH both_sides AS (
    SELECT d.*, t.numerator AS ledger_numerator, t.denominator AS ledger_denominator,
        greatest($tolerance, $tolerance_share * greatest(d.numerator, t.numerator)) AS let_numerator,
        greatest($tolerance, $tolerance_share * greatest(d.denominator, t.denominator)) AS let_denominator
    FROM dispatch_reports AS d JOIN finding_totals AS t USING (indicator, region_code, month)),
judged AS (
    SELECT *, coalesce(abs(numerator - ledger_numerator) > let_numerator, FALSE) AS by_numerator,
        coalesce(abs(denominator - ledger_denominator) > let_denominator, FALSE) AS by_denominator
    FROM both_sides)
SELECT 'dispatch_reports' AS "table", region_code, NULL AS sector_code, month, indicator AS about, indicator AS key,
    _file AS file_id, _row AS "row", CASE WHEN by_numerator THEN 'numerator' ELSE 'denominator' END AS "column",
    format('{:g}', CASE WHEN by_numerator THEN numerator ELSE denominator END) AS value,
    format('{:g}', CASE WHEN by_numerator THEN ledger_numerator ELSE ledger_denominator END) AS against,
    concat_ws(', ', CASE WHEN by_numerator THEN format('numerator {:g}, ledger {:g}', numerator, ledger_numerator) END,
        CASE WHEN by_denominator THEN format('denominator {:g}, ledger {:g}', denominator, ledger_denominator) END) AS detail,
    CASE WHEN by_numerator THEN abs(numerator - ledger_numerator) ELSE abs(denominator - ledger_denominator) END AS amount
FROM judged WHERE by_numerator OR by_denominator
