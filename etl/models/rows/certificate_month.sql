-- Each post in every month at whose end it is there, with the dates of its holder's certificate.
SELECT
    c.region_code,
    m.month,
    coalesce(c.sector_code, 'none') AS sector,
    c.kind,
    'certificates' AS ledger,
    c.post_id AS row_id,
    c.issued_date AS row_date,
    concat_ws(' ', coalesce(e.name, c.enterprise_id), concat_ws(' → ', c.issued_date, c.valid_to)) AS told,
    c._file,
    c._row,
    1 AS posts,
    (coalesce(c.issued_date <= m.last_day, FALSE) AND (c.valid_to IS NULL OR c.valid_to >= m.last_day))::INTEGER AS valid
FROM certificates AS c
JOIN stg_months AS m
    ON coalesce(c.since_date, m.last_day) <= m.last_day AND (c.left_date IS NULL OR c.left_date > m.last_day)
LEFT JOIN enterprises AS e ON c.region_code = e.region_code AND c.enterprise_id = e.enterprise_id
