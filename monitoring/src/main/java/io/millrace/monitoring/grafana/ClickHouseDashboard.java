// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/**
 * How ClickHouse takes what the sinks write: parts and merges, what is held back, and how old the newest rows are. Reads the
 * server's own tables, and those that the shipped sinks keep. All of it is as it is now; only rows have a history.
 */
final class ClickHouseDashboard {
    static final String UID = "millrace-clickhouse";

    private static final String OF_DATABASE = "database = ${database:sqlstring}";
    private static final String ACTIVE_PARTS = "FROM system.parts\nWHERE active AND " + OF_DATABASE;

    /** Beyond this number of parts in one partition, inserts into it are slowed down. */
    private static final String LIMIT_OF_PARTS =
            "(SELECT toUInt64(value) FROM system.merge_tree_settings WHERE name = 'parts_to_delay_insert')";

    /** Tables, not the views of current rows beside them; those that are not there yet are left out. */
    private static final String SHOP =
            "FROM merge(${database:sqlstring}, '^shop_(customers|orders|order_items)$')\nWHERE $__timeFilter(_source_ts)";

    private static final String EVENTS =
            "FROM merge(${database:sqlstring}, '^device_(events|pushes)$')\n" + "WHERE $__timeFilter(received_at)";

    private ClickHouseDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / ClickHouse",
                        "How ClickHouse takes what the sinks write: parts and merges, what is held back, how old rows are.")
                .choose(Variable.row(
                        Source.CLICKHOUSE,
                        "database",
                        "Database",
                        "SELECT DISTINCT database FROM system.parts WHERE active AND database <> 'system' ORDER BY 1"))
                .section("Now", rows(), bytes(), fullest(), merges(), failedMutations(), readOnlyReplicas())
                .section("Server", uptime(), memory(), freeDisk(), queries(), queue(), detached())
                .section("How old rows are", newestChanges(), newestEvents(), changes(), events())
                .section("Tables", tables(), parts(), sizes())
                .section("Held back", running(), mutations(), replicas(), errors());
    }

    private static Panel rows() {
        return Panel.number("Rows", "Those that merges have yet to replace count, too.", Unit.COUNT)
                .ask(Query.clickHouseRows("SELECT sum(rows) AS rows\n" + ACTIVE_PARTS));
    }

    private static Panel bytes() {
        return Panel.number("On disk", "Compressed, with indexes.", Unit.BYTES)
                .ask(Query.clickHouseRows("SELECT sum(bytes_on_disk) AS bytes\n" + ACTIVE_PARTS));
    }

    private static Panel fullest() {
        return Panel.number(
                        "Fullest partition",
                        "Its parts, as a share of those from which on inserts are slowed down (parts_to_delay_insert)."
                                + " Sinks then wait; raise their linger.ms, or partition more coarsely.",
                        Unit.SHARE)
                .coloredBy(Thresholds.startingWith(Color.GREEN)
                        .from(0.5, Color.YELLOW)
                        .from(1, Color.RED))
                .ask(Query.clickHouseRows("SELECT max(parts) / " + LIMIT_OF_PARTS
                        + " AS fullest\nFROM (SELECT count() AS parts " + ACTIVE_PARTS
                        + "\nGROUP BY table, partition_id)"));
    }

    private static Panel merges() {
        return Panel.number("Merges", "That run now.", Unit.EXACT)
                .ask(Query.clickHouseRows("SELECT count() AS merges\nFROM system.merges\nWHERE " + OF_DATABASE));
    }

    private static Panel failedMutations() {
        return Panel.number(
                        "Mutations that fail",
                        "They are tried again for ever, and hold back merges of their parts.",
                        Unit.EXACT)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.RED))
                .ask(Query.clickHouseRows("SELECT countIf(NOT is_done AND latest_fail_reason <> '') AS failing\n"
                        + "FROM system.mutations\nWHERE " + OF_DATABASE));
    }

    private static Panel readOnlyReplicas() {
        return Panel.number(
                        "Read-only replicas",
                        "Replicated tables that have lost Keeper: they take no rows, and sinks wait.",
                        Unit.EXACT)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.RED))
                .ask(Query.clickHouseRows(
                        "SELECT countIf(is_readonly) AS replicas\nFROM system.replicas\nWHERE " + OF_DATABASE));
    }

    private static Panel uptime() {
        return Panel.number("Up for", "Since the server's start.", Unit.SECONDS)
                .ask(Query.clickHouseRows("SELECT uptime() AS uptime FROM system.one"));
    }

    private static Panel memory() {
        return Panel.number("Memory", "What the server has allocated.", Unit.BYTES)
                .ask(Query.clickHouseRows(
                        "SELECT value AS memory\nFROM system.metrics\nWHERE metric = 'MemoryTracking'"));
    }

    private static Panel freeDisk() {
        return Panel.number("Free disk", "Of the fullest one.", Unit.SHARE)
                .coloredBy(Thresholds.startingWith(Color.RED)
                        .from(0.1, Color.YELLOW)
                        .from(0.2, Color.GREEN))
                .ask(Query.clickHouseRows(
                        "SELECT min(free_space / total_space) AS free\nFROM system.disks\nWHERE total_space > 0"));
    }

    private static Panel queries() {
        return Panel.number("Queries", "That run now, this one not counted.", Unit.EXACT)
                .ask(Query.clickHouseRows("SELECT value - 1 AS queries\nFROM system.metrics\nWHERE metric = 'Query'"));
    }

    private static Panel queue() {
        return Panel.number("Replication queue", "What replicas have still to fetch or to merge.", Unit.EXACT)
                .ask(Query.clickHouseRows(
                        "SELECT sum(queue_size) AS queue\nFROM system.replicas\nWHERE " + OF_DATABASE));
    }

    private static Panel detached() {
        return Panel.number("Parts put aside", "Detached: broken, or by somebody.", Unit.EXACT)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW))
                .ask(Query.clickHouseRows("SELECT count() AS parts\nFROM system.detached_parts\nWHERE " + OF_DATABASE));
    }

    private static Panel newestChanges() {
        return newest(
                "Newest changes of the shop",
                "By the time of their commit in the shop's database. A table in which nobody changes anything ages, too.",
                "_source_ts",
                SHOP);
    }

    private static Panel newestEvents() {
        return newest(
                "Newest events of devices",
                "By the time they were received. While devices send nothing, age grows.",
                "received_at",
                EVENTS);
    }

    private static Panel newest(String title, String description, String time, String from) {
        return Panel.table(
                        title,
                        description,
                        Column.of("table", "Table"),
                        Column.of("newest", "Newest", Unit.TIME),
                        Column.of("age", "Age", Unit.SECONDS),
                        Column.of("rows", "Rows in the time range", Unit.EXACT))
                .width(12)
                .ask(Query.clickHouseRows("SELECT _table AS table, max(" + time + ") AS newest, dateDiff('second', max("
                        + time + "), now64(3)) AS age, count() AS rows\n" + from
                        + "\nGROUP BY table\nORDER BY age DESC, table"));
    }

    private static Panel changes() {
        return Panel.bars("Changes of the shop", "When they were committed, by table.", Unit.EXACT)
                .ask(Query.clickHouseSeries(
                        "SELECT $__timeInterval(_source_ts) AS time, _table AS table, count() AS rows\n" + SHOP
                                + "\nGROUP BY time, table\nORDER BY time"));
    }

    private static Panel events() {
        return Panel.bars("Events of devices", "When they were received, by table.", Unit.EXACT)
                .ask(Query.clickHouseSeries(
                        "SELECT $__timeInterval(received_at) AS time, _table AS table, count() AS rows\n" + EVENTS
                                + "\nGROUP BY time, table\nORDER BY time"));
    }

    private static Panel tables() {
        return Panel.table(
                        "Tables",
                        "As they lie on disk.",
                        Column.of("table", "Table"),
                        Column.of("engine", "Engine"),
                        Column.of("rows", "Rows", Unit.EXACT),
                        Column.of("bytes", "On disk", Unit.BYTES),
                        Column.of("compressed", "Compressed to", Unit.SHARE),
                        Column.of("parts", "Parts", Unit.EXACT),
                        Column.of("partitions", "Partitions", Unit.EXACT),
                        Column.of("latest", "Latest block or merge", Unit.TIME))
                .ask(Query.clickHouseRows("SELECT table, any(engine) AS engine, sum(rows) AS rows,"
                        + " sum(bytes_on_disk) AS bytes, sum(data_compressed_bytes) / greatest(sum(data_uncompressed_bytes), 1)"
                        + " AS compressed, count() AS parts, uniq(partition_id) AS partitions,"
                        + " max(modification_time) AS latest\n" + ACTIVE_PARTS
                        + "\nGROUP BY table\nORDER BY bytes DESC, table"));
    }

    private static Panel parts() {
        return Panel.gaugesOfRows("Parts by table", "The ten with most.", Unit.EXACT)
                .width(12)
                .ask(Query.clickHouseRows("SELECT table, count() AS parts\n" + ACTIVE_PARTS
                        + "\nGROUP BY table\nORDER BY parts DESC, table\nLIMIT 10"));
    }

    private static Panel sizes() {
        return Panel.gaugesOfRows("Bytes by table", "The ten largest.", Unit.BYTES)
                .width(12)
                .ask(Query.clickHouseRows("SELECT table, sum(bytes_on_disk) AS bytes\n" + ACTIVE_PARTS
                        + "\nGROUP BY table\nORDER BY bytes DESC, table\nLIMIT 10"));
    }

    private static Panel running() {
        return Panel.table(
                        "Merges that run",
                        "The longest first.",
                        Column.of("table", "Table"),
                        Column.of("elapsed", "For", Unit.SECONDS),
                        Column.of("progress", "Done", Unit.SHARE),
                        Column.of("num_parts", "Parts", Unit.EXACT),
                        Column.of("memory_usage", "Memory", Unit.BYTES))
                .width(12)
                .ask(Query.clickHouseRows("SELECT table, elapsed, progress, num_parts, memory_usage\n"
                        + "FROM system.merges\nWHERE " + OF_DATABASE + "\nORDER BY elapsed DESC\nLIMIT 20"));
    }

    private static Panel mutations() {
        return Panel.table(
                        "Mutations that are not done",
                        "Columns that are written anew (evolve.widen, evolve.relax), truncates, and other people's.",
                        Column.of("table", "Table"),
                        Column.of("since", "Since", Unit.TIME),
                        Column.of("parts_to_do", "Parts left", Unit.EXACT),
                        Column.of("latest_fail_reason", "Failed with"))
                .width(12)
                .ask(Query.clickHouseRows("SELECT table, create_time AS since, parts_to_do, latest_fail_reason\n"
                        + "FROM system.mutations\nWHERE NOT is_done AND " + OF_DATABASE
                        + "\nORDER BY since\nLIMIT 20"));
    }

    private static Panel replicas() {
        return Panel.table(
                        "Replicas of this server",
                        "Of replicated tables; how far behind the others they are.",
                        Column.of("table", "Table"),
                        Column.of("is_readonly", "Read-only", Unit.EXACT)
                                .coloredBy(Thresholds.startingWith(Color.TEXT).from(1, Color.RED)),
                        Column.of("absolute_delay", "Behind", Unit.SECONDS),
                        Column.of("queue_size", "Queue", Unit.EXACT),
                        Column.of("active_replicas", "Active", Unit.EXACT),
                        Column.of("total_replicas", "Of", Unit.EXACT))
                .width(12)
                .ask(Query.clickHouseRows(
                        "SELECT table, is_readonly, absolute_delay, queue_size, active_replicas, total_replicas\n"
                                + "FROM system.replicas\nWHERE " + OF_DATABASE
                                + "\nORDER BY is_readonly DESC, absolute_delay DESC, table\nLIMIT 50"));
    }

    private static Panel errors() {
        return Panel.table(
                        "Errors",
                        "That the server has answered since its start, whoever asked; the latest first.",
                        Column.of("name", "Error"),
                        Column.of("times", "Times", Unit.EXACT),
                        Column.of("latest", "Latest", Unit.TIME))
                .width(12)
                .ask(Query.clickHouseRows("SELECT name, sum(value) AS times, max(last_error_time) AS latest\n"
                        + "FROM system.errors\nGROUP BY name\nORDER BY latest DESC, name\nLIMIT 20"));
    }
}
