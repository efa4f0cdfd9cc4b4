-- grain: region_code, month, sector, supervision, found_year
-- Hazards under supervision (挂牌督办) by the year in which they were found, as they stand at each month's last
-- day. The ledger tells the tier of a supervision and not its date, so the year of finding stands for its year.
WITH cells AS (SELECT *, year(found_first) AS found_year FROM stg_hazard_cells WHERE is_supervised)

SELECT
    c.region_code,
    m.month,
    c.sector,
    c.supervision,
    c.found_year,
    sum(c.hazards)::BIGINT AS listed,
    coalesce(sum(c.hazards) FILTER (WHERE c.closed_first <= m.first_day), 0)::BIGINT AS struck_off,
    coalesce(sum(c.hazards) FILTER (WHERE c.closed_first IS NULL OR c.closed_first > m.first_day), 0)::BIGINT AS open_stock,
    coalesce(sum(c.hazards) FILTER (
        WHERE (c.closed_first IS NULL OR c.closed_first > m.first_day) AND c.overdue_first <= m.first_day
    ), 0)::BIGINT AS overdue
FROM cells AS c
JOIN stg_months AS m ON c.found_first <= m.first_day
GROUP BY ALL
