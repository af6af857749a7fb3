// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.Evolution;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.KeyMode;
import io.millrace.connect.sink.RowRules;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TruncateMode;
import io.millrace.connect.sink.WriteMode;
import io.millrace.records.ConfigChecks;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The sink's keys, typed. */
final class PostgresSinkConfig extends AbstractConfig {
    static final String CONNECTION_URL = "connection.url";
    static final String CONNECTION_USER = "connection.user";
    static final String CONNECTION_PASSWORD = "connection.password";
    static final String CONNECTION_TIMEOUT_MS = "connection.timeout.ms";
    static final String STATEMENT_TIMEOUT_MS = "statement.timeout.ms";
    static final String LOCK_TIMEOUT_MS = "lock.timeout.ms";
    static final String SCHEMA_NAME = "schema.name";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String AUTO_CREATE = "auto.create";
    static final String AUTO_EVOLVE = "auto.evolve";
    static final String WRITE_MODE = "write.mode";
    static final String KEY_MODE = "key.mode";
    static final String KEY_FIELDS = "key.fields";
    static final String DELETE_MODE = "delete.mode";
    static final String DELETE_FIELD = "delete.field";
    static final String TRUNCATE_MODE = "truncate.mode";
    static final String BATCH_MAX_ROWS = "batch.max.rows";
    static final String BATCH_MAX_BYTES = "batch.max.bytes";
    static final String LINGER_MS = "linger.ms";
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";
    static final String OFFSETS_SCHEMA = "offsets.schema";

    private static final String CONNECTION = "Connection";
    private static final String TABLES = "Tables";
    private static final String ROWS = "Rows";
    private static final String BATCHES = "Batches";
    private static final String DELIVERY = "Delivery";
    private static final String URL_PREFIX = "jdbc:postgresql:";
    private static final Duration OPEN_TIMEOUT = Duration.ofMinutes(2); // below max.poll.interval.ms

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    CONNECTION_URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    validator(PostgresSinkConfig::requirePostgresUrl, URL_PREFIX + "//host:port/database"),
                    Importance.HIGH,
                    "JDBC URL of the database, for example jdbc:postgresql://db:5432/analytics. The driver's"
                            + " parameters may follow, such as ?sslmode=verify-full. PostgreSQL 14 or later, the"
                            + " primary; behind PgBouncer only in session mode.",
                    CONNECTION,
                    1,
                    Width.LONG,
                    "URL")
            .define(
                    CONNECTION_USER,
                    ConfigDef.Type.STRING,
                    "",
                    Importance.HIGH,
                    "Database user. Empty leaves it to the URL.",
                    CONNECTION,
                    2,
                    Width.MEDIUM,
                    "User")
            .define(
                    CONNECTION_PASSWORD,
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.HIGH,
                    "The user's password. Empty for none; use a config provider rather than plain text.",
                    CONNECTION,
                    3,
                    Width.MEDIUM,
                    "Password")
            .define(
                    CONNECTION_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    10_000L,
                    ConfigChecks.between(1_000, 600_000, 10_000L),
                    Importance.LOW,
                    "How long, in milliseconds, connecting may take.",
                    CONNECTION,
                    4,
                    Width.SHORT,
                    "Connection timeout")
            .define(
                    STATEMENT_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    60_000L,
                    ConfigChecks.between(1_000, 3_600_000, 60_000L),
                    Importance.LOW,
                    "How long, in milliseconds, one statement may take, and how long a stopped task may hold a"
                            + " transaction open. Keep it below the consumer's max.poll.interval.ms.",
                    CONNECTION,
                    5,
                    Width.SHORT,
                    "Statement timeout")
            .define(
                    LOCK_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    10_000L,
                    ConfigChecks.between(100, 3_600_000, 10_000L),
                    Importance.LOW,
                    "How long, in milliseconds, a statement waits for a lock, for example of ALTER TABLE, before it"
                            + " is tried again. Longer rides out other users' transactions; shorter keeps queries"
                            + " from queueing behind the waiting sink.",
                    CONNECTION,
                    6,
                    Width.SHORT,
                    "Lock timeout")
            .define(
                    SCHEMA_NAME,
                    ConfigDef.Type.STRING,
                    "public",
                    nonEmpty(),
                    Importance.MEDIUM,
                    "Schema of the tables, where table.name.format names none. It must exist.",
                    TABLES,
                    1,
                    Width.MEDIUM,
                    "Schema")
            .define(
                    TABLE_NAME_FORMAT,
                    ConfigDef.Type.STRING,
                    "${topic}",
                    validator(PostgresSinkConfig::requireFormat, "name with ${topic} or ${table}, or schema.name"),
                    Importance.HIGH,
                    "Table of a topic. ${topic} is the topic's name with dots and dashes as underscores, ${table} the"
                            + " part after its last dot: with shop_${table}, topic curated.shop.orders goes to"
                            + " shop_orders. analytics.${table} chooses a schema too.",
                    TABLES,
                    2,
                    Width.LONG,
                    "Table name")
            .define(
                    AUTO_CREATE,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether to create missing tables, with a primary key as key.mode says.",
                    TABLES,
                    3,
                    Width.SHORT,
                    "Create tables")
            .define(
                    AUTO_EVOLVE,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether to add columns for new fields. Columns are never dropped or retyped.",
                    TABLES,
                    4,
                    Width.SHORT,
                    "Add columns")
            .define(
                    WRITE_MODE,
                    ConfigDef.Type.STRING,
                    "upsert",
                    oneOf(WriteMode.values(), WriteMode.UPSERT),
                    Importance.HIGH,
                    "upsert: a record replaces the row with its key. insert: every record is a new row, the faster"
                            + " way; tombstones do nothing.",
                    ROWS,
                    1,
                    Width.SHORT,
                    "Write mode")
            .define(
                    KEY_MODE,
                    ConfigDef.Type.STRING,
                    "record_key",
                    oneOf(KeyMode.values(), KeyMode.RECORD_KEY),
                    Importance.HIGH,
                    "Where the primary key comes from. record_key: the record's key. record_value: the fields of the"
                            + " value that key.fields names. kafka: topic, partition and offset. none: no key, for"
                            + " write.mode insert.",
                    ROWS,
                    2,
                    Width.SHORT,
                    "Key mode")
            .define(
                    KEY_FIELDS,
                    ConfigDef.Type.LIST,
                    "",
                    Importance.HIGH,
                    "Key columns. With record_key: some of the key's fields (empty for all), or the column's name for"
                            + " a primitive key. With record_value: fields of the value. With kafka: names for the"
                            + " three columns (empty for _topic,_partition,_offset).",
                    ROWS,
                    3,
                    Width.MEDIUM,
                    "Key fields")
            .define(
                    DELETE_MODE,
                    ConfigDef.Type.STRING,
                    "none",
                    oneOf(DeleteMode.values(), DeleteMode.NONE),
                    Importance.MEDIUM,
                    "hard: a tombstone, or a row whose delete.field is true, removes the row with its key; needs"
                            + " write.mode upsert and key.mode record_key. none: tombstones do nothing, and rows"
                            + " marked as deleted are kept with their mark.",
                    ROWS,
                    4,
                    Width.SHORT,
                    "Delete mode")
            .define(
                    DELETE_FIELD,
                    ConfigDef.Type.STRING,
                    "_deleted",
                    Importance.LOW,
                    "Boolean field of the value that marks a row as deleted. Empty for none.",
                    ROWS,
                    5,
                    Width.MEDIUM,
                    "Delete field")
            .define(
                    TRUNCATE_MODE,
                    ConfigDef.Type.STRING,
                    "fail",
                    oneOf(TruncateMode.values(), TruncateMode.FAIL),
                    Importance.LOW,
                    "What a truncate of the source table (a row whose _op is t) does in write.mode upsert. fail: the"
                            + " record is refused. ignore: nothing; rows stay.",
                    ROWS,
                    6,
                    Width.SHORT,
                    "Truncate mode")
            .define(
                    BATCH_MAX_ROWS,
                    ConfigDef.Type.INT,
                    10_000,
                    ConfigChecks.between(1, 10_000_000, 10_000),
                    Importance.MEDIUM,
                    "Most rows in one transaction. More is faster and takes more memory. Connect hands over at most"
                            + " consumer.override.max.poll.records (500) at a time.",
                    BATCHES,
                    1,
                    Width.SHORT,
                    "Rows per batch")
            .define(
                    BATCH_MAX_BYTES,
                    ConfigDef.Type.LONG,
                    16L << 20,
                    ConfigChecks.between(1024, 1L << 30, 16L << 20),
                    Importance.MEDIUM,
                    "Most bytes of encoded rows in one transaction. The records themselves are held as long.",
                    BATCHES,
                    2,
                    Width.SHORT,
                    "Bytes per batch")
            .define(
                    LINGER_MS,
                    ConfigDef.Type.LONG,
                    0L,
                    ConfigChecks.between(0, 300_000, 0L),
                    Importance.MEDIUM,
                    "How long, in milliseconds, rows may wait for more before they are written. 0 writes what Connect"
                            + " hands over at once: lowest latency. A second makes larger, cheaper transactions.",
                    BATCHES,
                    3,
                    Width.SHORT,
                    "Linger")
            .define(
                    RETRY_BACKOFF_MS,
                    ConfigDef.Type.LONG,
                    1_000L,
                    ConfigChecks.between(10, 300_000, 1_000L),
                    Importance.LOW,
                    "Pause, in milliseconds, before a batch is tried again.",
                    DELIVERY,
                    1,
                    Width.SHORT,
                    "Retry backoff")
            .define(
                    RETRY_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    600_000L,
                    ConfigChecks.between(0, Long.MAX_VALUE, 600_000L),
                    Importance.MEDIUM,
                    "How long, in milliseconds, one batch is retried while the database cannot be reached or asks to"
                            + " try again, before the task fails. 0 disables retries. Longer rides out outages;"
                            + " shorter surfaces them. Nothing is lost either way.",
                    DELIVERY,
                    2,
                    Width.SHORT,
                    "Retry timeout")
            .define(
                    OFFSETS_SCHEMA,
                    ConfigDef.Type.STRING,
                    "millrace",
                    nonEmpty(),
                    Importance.LOW,
                    "Schema of the table sink_offsets, where the sink keeps its offsets. Made if it is missing.",
                    DELIVERY,
                    3,
                    Width.MEDIUM,
                    "Schema of offsets");

    PostgresSinkConfig(Map<String, String> props) {
        super(DEF, props, false);
        Map<String, String> problems = problems(props);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(" ", problems.values()));
        }
    }

    /** What is wrong between keys whose values are right by themselves: the key to change, and why. */
    static Map<String, String> problems(Map<String, String> props) {
        Map<String, Object> values = DEF.parse(props);
        boolean insert = is(values, WRITE_MODE, "insert");
        List<?> keyFields = values.get(KEY_FIELDS) instanceof List<?> list ? list : List.of();
        Map<String, String> problems = new LinkedHashMap<>();
        if (is(values, KEY_MODE, "record_value") && keyFields.isEmpty()) {
            problems.put(
                    KEY_FIELDS,
                    "Invalid value '' for configuration key.fields: expected field names, because key.mode is"
                            + " record_value.");
        }
        if (is(values, KEY_MODE, "kafka") && !keyFields.isEmpty() && keyFields.size() != 3) {
            problems.put(
                    KEY_FIELDS,
                    "Invalid value " + keyFields + " for configuration key.fields: expected three names (topic,"
                            + " partition, offset) or none, because key.mode is kafka.");
        }
        if (is(values, KEY_MODE, "none") && !insert) {
            problems.put(
                    KEY_MODE,
                    "Invalid value none for configuration key.mode: expected record_key, record_value or kafka,"
                            + " because write.mode is upsert.");
        }
        if (is(values, DELETE_MODE, "hard") && (insert || !is(values, KEY_MODE, "record_key"))) {
            problems.put(
                    DELETE_MODE,
                    "Invalid value hard for configuration delete.mode: expected none, because deletes need write.mode"
                            + " upsert and key.mode record_key: a tombstone has nothing but its key.");
        }
        return problems;
    }

    private static boolean is(Map<String, Object> values, String key, String expected) {
        return expected.equalsIgnoreCase(String.valueOf(values.get(key)));
    }

    String url() {
        return getString(CONNECTION_URL);
    }

    String user() {
        String user = getString(CONNECTION_USER);
        return user.isEmpty() ? "of the URL" : user;
    }

    /** Puts user and password among the driver's properties; logged nowhere. */
    void credentials(Properties properties) {
        String user = getString(CONNECTION_USER);
        Password password = getPassword(CONNECTION_PASSWORD);
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.value().isEmpty()) {
            properties.setProperty("password", password.value());
        }
    }

    Duration connectionTimeout() {
        return Duration.ofMillis(getLong(CONNECTION_TIMEOUT_MS));
    }

    Duration statementTimeout() {
        return Duration.ofMillis(getLong(STATEMENT_TIMEOUT_MS));
    }

    Duration lockTimeout() {
        return Duration.ofMillis(getLong(LOCK_TIMEOUT_MS));
    }

    String offsetsSchema() {
        return getString(OFFSETS_SCHEMA);
    }

    TableRoute route() {
        return new TableRoute(getString(SCHEMA_NAME), getString(TABLE_NAME_FORMAT));
    }

    Evolution.Permitted permitted() {
        return Evolution.Permitted.of(getBoolean(AUTO_CREATE), getBoolean(AUTO_EVOLVE));
    }

    RowRules rules() {
        return new RowRules(
                WriteMode.valueOf(upper(WRITE_MODE)),
                DeleteMode.valueOf(upper(DELETE_MODE)),
                TruncateMode.valueOf(upper(TRUNCATE_MODE)),
                KeyMode.valueOf(upper(KEY_MODE)),
                getList(KEY_FIELDS),
                getString(DELETE_FIELD));
    }

    FlushPolicy policy() {
        Duration retryTimeout = Duration.ofMillis(getLong(RETRY_TIMEOUT_MS));
        return new FlushPolicy(
                getInt(BATCH_MAX_ROWS),
                getLong(BATCH_MAX_BYTES),
                Duration.ofMillis(getLong(LINGER_MS)),
                Duration.ofMillis(getLong(RETRY_BACKOFF_MS)),
                retryTimeout,
                retryTimeout.compareTo(OPEN_TIMEOUT) < 0 ? retryTimeout : OPEN_TIMEOUT);
    }

    private String upper(String key) {
        return getString(key).toUpperCase(Locale.ROOT);
    }

    private static Validator oneOf(Enum<?>[] constants, Enum<?> fallback) {
        List<String> choices =
                Arrays.stream(constants).map(PostgresSinkConfig::text).toList();
        String described = String.join(", ", choices);
        return validator(
                (key, value) -> {
                    if (!choices.contains(value)) {
                        throw ConfigChecks.refusal(key, value, "expected one of " + described, text(fallback));
                    }
                },
                described);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Validator nonEmpty() {
        return validator(
                (key, value) -> {
                    if (value.isBlank()) {
                        throw new ConfigException(key, value, "expected a name. Omit it for the default.");
                    }
                },
                "non-empty name");
    }

    private static void requirePostgresUrl(String key, String value) {
        if (!value.startsWith(URL_PREFIX) || org.postgresql.Driver.parseURL(value, new Properties()) == null) {
            throw new ConfigException("Invalid value for configuration " + key + ": expected " + URL_PREFIX
                    + "//host:port/database."); // the value may hold a password
        }
    }

    private static void requireFormat(String key, String value) {
        String rest = value;
        for (String placeholder : TableRoute.PLACEHOLDERS) {
            rest = rest.replace(placeholder, "t");
        }
        if (rest.isBlank() || rest.contains("${") || rest.startsWith(".") || rest.endsWith(".")) {
            throw new ConfigException(
                    key, value, "expected a name with " + TableRoute.PLACEHOLDERS + ", for example shop_${table}.");
        }
    }

    private interface StringRule {
        void check(String key, String value);
    }

    private static Validator validator(StringRule rule, String description) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    if (value != null) { // a missing value is reported by itself
                        rule.check(key, (String) value);
                    }
                },
                () -> description);
    }
}
