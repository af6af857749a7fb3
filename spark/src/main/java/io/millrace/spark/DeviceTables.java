// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of {@link DeviceActivity}. */
final class DeviceTables {
    static final String FUNNEL = "device_funnel";

    static final PostgresTable ACTIVITY = new PostgresTable(
            "device_activity",
            "What devices did, by window of the time that it happened. A row is written once, when its window is final.",
            List.of(
                    column("window_start", "timestamptz NOT NULL", "The window begins, inclusive."),
                    column("window_end", "timestamptz NOT NULL", "The window ends, exclusive."),
                    column("platform", "text NOT NULL", "Of the events; unknown where they tell none."),
                    column("type", "text NOT NULL", "Of the events."),
                    column(
                            "country",
                            "text NOT NULL",
                            "Of the events, or of their locale; unknown where neither tells."),
                    column("events", "bigint NOT NULL", "Number of events, each id once."),
                    column("active_devices", "bigint NOT NULL", "Number of devices that they are from, exact.")),
            5);

    static final PostgresTable SESSIONS = new PostgresTable(
            "device_sessions",
            "Sessions of devices. A row is written once, when its session is final.",
            List.of(
                    column("device_id", "text NOT NULL", "The device."),
                    column("started_at", "timestamptz NOT NULL", "When the first event happened."),
                    column("ended_at", "timestamptz NOT NULL", "When the last event happened."),
                    column("events", "bigint NOT NULL", "Number of events, each id once."),
                    column("user_id", "text", "The last user that events name."),
                    column("platform", "text", "The last platform that events name."),
                    column("app_version", "text", "The last version that events name."),
                    column("first_type", "text NOT NULL", "Type of the first event."),
                    column("last_type", "text NOT NULL", "Type of the last event."),
                    column(
                            "funnel_step",
                            "integer NOT NULL",
                            "How many steps of the funnel it reached, in their order."),
                    column("funnel_type", "text", "The last of these steps.")),
            2);

    static final PostgresTable LATE = new PostgresTable(
            "device_late",
            "Events that windows and sessions leave out. A row is written once, when its hour is final.",
            List.of(
                    column("hour", "timestamptz NOT NULL", "The hour that the events were received in."),
                    column("platform", "text NOT NULL", "Of the events; unknown where they tell none."),
                    column("late", "bigint NOT NULL", "Number of events received too long after they happened."),
                    column("future", "bigint NOT NULL", "Number of events received too long before, by their clock.")),
            2);

    static final PostgresTable QUARANTINE = new PostgresTable(
            "device_quarantine",
            "Records that could not be read.",
            List.of(
                    column("topic", "text NOT NULL", "Where the record is."),
                    column("partition", "integer NOT NULL", "Where the record is."),
                    column("offset", "bigint NOT NULL", "Where the record is."),
                    column("timestamp", "timestamptz", "Kafka's time of the record."),
                    column("error", "text NOT NULL", "Why it could not be read, and what to do."),
                    column("raw_key", "bytea", "The key as it was."),
                    column("raw_value", "bytea", "The value as it was.")),
            3);

    private DeviceTables() {}

    private static PostgresTable.Column column(String name, String type, String comment) {
        return new PostgresTable.Column(name, type, comment);
    }

    /** A view: it is exact, and never behind the sessions. Made anew at each start, for the steps may be others. */
    static void createFunnel(Connection connection, PostgresOptions database, List<String> funnel) throws SQLException {
        List<String> steps = new ArrayList<>();
        for (String type : funnel) {
            steps.add("(" + (steps.size() + 1) + ", " + PostgresTable.literal(connection, type) + "::text)");
        }
        String view = database.qualified(FUNNEL);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE VIEW " + view + " AS"
                    + " SELECT (session.started_at AT TIME ZONE 'UTC')::date AS day, step.number AS step, step.type,"
                    + " count(*) FILTER (WHERE session.funnel_step >= step.number) AS sessions"
                    + " FROM " + database.qualified(SESSIONS.name()) + " AS session"
                    + " CROSS JOIN (VALUES " + String.join(", ", steps) + ") AS step (number, type)"
                    + " GROUP BY 1, 2, 3");
            statement.execute("COMMENT ON VIEW " + view
                    + " IS 'Sessions that reached at least a step of the funnel, by the day that they began, in UTC.'");
        }
    }
}
