-- grain: region_code, month, sector, channel
-- Public reports by the month in which they were received, and what has become of them since.
SELECT
    r.region_code,
    m.month,
    coalesce(r.sector_code, 'none') AS sector,
    coalesce(r.channel, 'none') AS channel,
    count(*) AS received,
    count(*) FILTER (WHERE r.closed_date IS NOT NULL) AS closed,
    CASE WHEN count(r.is_verified) > 0 THEN count(*) FILTER (WHERE r.is_verified) END AS verified,
    count(*) FILTER (WHERE r.rewarded_date IS NOT NULL OR r.reward_yuan > 0) AS rewarded,
    sum(r.reward_yuan)::DOUBLE AS reward_yuan
FROM public_reports AS r
JOIN stg_months AS m ON r.received_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
