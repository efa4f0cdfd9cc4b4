-- about: the sector; hazards without one together
WITH bulk AS (
    SELECT region_code, coalesce(sector_code, '') AS sector, date_trunc('month', found_date)::DATE AS first_day,
        count(*) AS n, count(*) FILTER (WHERE closed_date = found_date) AS k
    FROM hazards GROUP BY ALL HAVING k >= $min_closed AND k >= $min_share * n)
SELECT 'hazards' AS "table", h.region_code, h.sector_code, strftime(b.first_day, '%Y-%m') AS month, b.sector AS about,
    h.hazard_id AS key, h._file AS file_id, h._row AS "row", 'closed_date' AS "column", h.closed_date::VARCHAR AS value,
    b.k || '/' || b.n AS against, 'closed_date ' || h.closed_date || ', ' || b.k || '/' || b.n AS detail, b.k / b.n AS amount
FROM bulk AS b JOIN hazards AS h ON h.region_code = b.region_code AND coalesce(h.sector_code, '') = b.sector
    AND h.closed_date = h.found_date AND date_trunc('month', h.found_date)::DATE = b.first_day
