-- Each figure of a dispatch report, as the region sent it.
SELECT
    region_code,
    month,
    indicator,
    'dispatch_reports' AS ledger,
    indicator || ' ' || month AS row_id,
    reported_date AS row_date,
    indicator AS told,
    _file,
    _row,
    numerator,
    denominator
FROM dispatch_reports
