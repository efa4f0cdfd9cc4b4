-- Each public report in the month in which it was received. The ledger holds no text of it, so its two dates speak.
SELECT
    r.region_code,
    m.month,
    coalesce(r.sector_code, 'none') AS sector,
    coalesce(r.channel, 'none') AS channel,
    'public_reports' AS ledger,
    r.report_id AS row_id,
    r.received_date AS row_date,
    concat_ws(' → ', r.received_date, r.closed_date) AS told,
    r._file,
    r._row,
    1 AS received,
    (r.closed_date IS NOT NULL)::INTEGER AS closed,
    r.is_verified::INTEGER AS verified,
    (r.rewarded_date IS NOT NULL OR coalesce(r.reward_yuan > 0, FALSE))::INTEGER AS rewarded,
    r.reward_yuan
FROM public_reports AS r
JOIN stg_months AS m ON r.received_date BETWEEN m.first_day AND m.last_day
