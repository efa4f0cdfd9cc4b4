-- Each spot check in its month.
SELECT
    c.region_code,
    m.month,
    coalesce(c.sector_code, 'none') AS sector,
    'awareness_checks' AS ledger,
    c.check_id AS row_id,
    c.check_date AS row_date,
    c.enterprise AS told,
    c._file,
    c._row,
    1 AS checks,
    c.sampled,
    c.correct
FROM awareness_checks AS c
JOIN stg_months AS m ON c.check_date BETWEEN m.first_day AND m.last_day
