// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.SemanticType;
import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every captured column of every row, normalized, against the literal of the statement that wrote it. Where they differ,
 * because the database or Debezium changed the value before it came here, that is listed, and nothing else may differ.
 */
class CapturedLiteralsTest {
    /** What a literal became on its way to the transform: column, literal as written, text that arrives. */
    private static final String[][] CHANGED_BEFORE = {
        // bigint.unsigned.handling.mode=long wraps numbers of 2^63 and more.
        {"MYSQL", "c_ubig", "18446744073709551615", "-1"},
        {"MYSQL", "c_ubig", "9223372036854775808", "-9223372036854775808"},
        {"MARIADB", "c_ubig", "18446744073709551615", "-1"},
        {"MARIADB", "c_ubig", "9223372036854775808", "-9223372036854775808"},
        // BINARY(4) is padded with zeros. Debezium trims none.
        {"MYSQL", "c_binary", "X'0102'", "01020000"},
        {"MYSQL", "c_binary", "''", "00000000"},
        {"MARIADB", "c_binary", "X'0102'", "01020000"},
        {"MARIADB", "c_binary", "''", "00000000"},
        // char(8) is padded with blanks.
        {"POSTGRES", "c_char", "'pump 🚰'", "pump 🚰  "},
        {"POSTGRES", "c_char", "''", "        "},
    };

    private static final Map<String, String> POLICY = Map.of(
            "types.temporal", "iso",
            "types.decimal", "string",
            "types.bits", "string",
            "types.binary", "hex",
            "types.geometry", "wkt",
            "types.interval", "micros",
            "delete.columns", "all",
            "unavailable", "keep");

    private final Set<String> met = new HashSet<>();

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyColumnHoldsWhatItsStatementSays(Database database) {
        List<Map<String, String>> states = states(database);
        List<Struct> rows = rows(database, "all_types");

        assertThat(rows).hasSize(states.size());
        int compared = 0;
        for (int i = 0; i < rows.size(); i++) {
            Struct row = rows.get(i);
            boolean keyOnly = database == Database.POSTGRES && row.getBoolean("_deleted");
            for (Field field : row.schema().fields()) {
                String column = field.name();
                if (column.startsWith("_") || column.equals("c_default_now") || (keyOnly && !column.equals("id"))) {
                    continue; // the server's clock; PostgreSQL logs the key alone of a deleted row
                }
                assertColumn(database, "row " + i, field, row, states.get(i).get(column));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(database == Database.POSTGRES ? 290 : 250);
        Arrays.stream(CHANGED_BEFORE)
                .filter(change -> change[0].equals(database.name()))
                .forEach(change -> assertThat(met).contains(change[1] + change[2]));
    }

    private void assertColumn(Database database, String where, Field field, Struct row, String literal) {
        Object value = row.get(field);
        String hint = where + " " + field.name() + " " + literal;
        String changed = changedBefore(database, field.name(), literal);
        if (changed != null) {
            assertThat(String.valueOf(value)).as(hint).isEqualTo(changed);
            met.add(field.name() + literal);
            return;
        }
        String text = SqlLiterals.text(database, literal);
        if (text == null) {
            assertThat(value).as(hint).isNull();
            return;
        }
        assertThat(value).as(hint).isNotNull();
        assertThat(normal(field, value)).as(hint).isEqualTo(expected(database, field, text));
    }

    private static String changedBefore(Database database, String column, String literal) {
        return Arrays.stream(CHANGED_BEFORE)
                .filter(change ->
                        change[0].equals(database.name()) && change[1].equals(column) && change[2].equals(literal))
                .map(change -> change[3])
                .findFirst()
                .orElse(null);
    }

    /** What is left to do on the transform's side: floats as decimal numbers, JSON without spaces. */
    private static Object normal(Field field, Object value) {
        if (isJson(field)) {
            return json(value.toString());
        }
        if (value instanceof Float || value instanceof Double) {
            return new BigDecimal(value.toString()).stripTrailingZeros();
        }
        if (value instanceof Number number) {
            return BigDecimal.valueOf(number.longValue()).stripTrailingZeros();
        }
        return isDecimal(field) ? new BigDecimal((String) value).stripTrailingZeros() : value;
    }

    /** What the literal stands for, worked out with {@code java.time} and {@code BigDecimal} from the column's type. */
    private static Object expected(Database database, Field field, String text) {
        Schema schema = field.schema();
        return switch (SemanticType.of(schema)) {
            case ISO_TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T')).format(IsoTexts.LOCAL);
            case ZONED_TIMESTAMP -> zoned(text);
            case ZONED_TIME -> zonedTime(text);
            case MICRO_DURATION -> BigDecimal.valueOf(interval(text)).stripTrailingZeros();
            default ->
                switch (schema.type()) {
                    case BOOLEAN -> text.equals("1") || text.equals("true") || text.equals("t");
                    case INT16, INT32, INT64, FLOAT32, FLOAT64 ->
                        new BigDecimal(text.equals("true") ? "1" : text).stripTrailingZeros();
                    case ARRAY -> array(database, schema.valueSchema(), text);
                    default -> text(field, text);
                };
        };
    }

    private static Object text(Field field, String text) {
        if (isDecimal(field)) {
            String number = text.replace("$", "").replace(",", "");
            return new BigDecimal(number).stripTrailingZeros();
        }
        if (isJson(field)) {
            return json(text);
        }
        return switch (field.name()) {
            case "c_point" -> point(text);
            case "c_blob", "c_varbinary", "c_binary" -> text.toLowerCase(Locale.ROOT);
            case "c_bytea" -> text.substring(2);
            case "c_varbit" -> "0".repeat(16 - text.length()) + text;
            default -> TEXTS_AS_POSTGRES_WRITES_THEM.getOrDefault(field.name() + text, text);
        };
    }

    /** PostgreSQL's own spelling of the same value. */
    private static final Map<String, String> TEXTS_AS_POSTGRES_WRITES_THEM = Map.of(
            "c_tsvectorfat cat sat",
            "'cat' 'fat' 'sat'",
            "c_tstzrange[2024-01-01 00:00+00,2024-02-01 00:00+00)",
            "[\"2024-01-01 00:00:00+00\",\"2024-02-01 00:00:00+00\")",
            "c_inet::1/128",
            "::1");

    private static boolean isDecimal(Field field) {
        return Set.of("c_dec", "c_dec0", "c_udec", "c_numeric", "c_numeric_neg", "c_money", "c_domain", "c_default_dec")
                .contains(field.name());
    }

    private static boolean isJson(Field field) {
        return Set.of("c_json", "c_jsonb", "c_hstore").contains(field.name());
    }

    /** JSON that may be spelled in more than one way, as a tree; an hstore literal as the object that it is. */
    private static Object json(String text) {
        String source = text.contains("=>")
                ? "{"
                        + text.replace("a=>1", "\"a\"=>\"1\"")
                                .replace("b=>NULL", "\"b\"=>null")
                                .replace("=>", ":") + "}"
                : text.isEmpty() ? "{}" : text;
        try {
            return IsoTexts.JSON.readTree(source);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String zoned(String text) {
        String iso = text.replace(' ', 'T');
        boolean hasOffset = iso.matches(".*[+-]\\d\\d$");
        OffsetDateTime at = hasOffset
                ? OffsetDateTime.parse(iso, IsoTexts.SHORT_OFFSET)
                : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC); // MySQL's session is in UTC
        return at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().format(IsoTexts.LOCAL) + "Z";
    }

    private static String zonedTime(String text) {
        OffsetTime time = OffsetTime.parse(text, IsoTexts.SHORT_OFFSET_TIME).withOffsetSameInstant(ZoneOffset.UTC);
        return time.toLocalTime().format(IsoTexts.TIME) + "Z";
    }

    private static long interval(String text) {
        return switch (text) {
            case "1 year 2 mons 3 days 04:05:06.000007" -> // 14 months of 30.4375 days
                ((14 * 2_629_800L + 3 * 86_400L) + 4 * 3_600 + 5 * 60 + 6) * 1_000_000 + 7;
            case "-00:00:00.000001" -> -1;
            default -> throw new AssertionError(text);
        };
    }

    private static String point(String text) {
        String numbers = text.replaceAll("^.*\\(|\\).*$", "").replace(',', ' ');
        return "POINT (" + numbers + ")";
    }

    private static List<Object> array(Database database, Schema element, String text) {
        List<Object> values = new ArrayList<>();
        String inner = text.substring(1, text.length() - 1);
        for (String part : inner.isEmpty() ? new String[0] : inner.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            String plain = part.replace("\"", "");
            values.add(part.equals("NULL") ? null : element(element, plain));
        }
        return values;
    }

    private static Object element(Schema element, String text) {
        return switch (element.type()) {
            case INT32 -> Integer.valueOf(text);
            case INT64 -> Long.valueOf(text);
            case BOOLEAN -> text.equals("t");
            default -> SemanticType.of(element) == SemanticType.ZONED_TIMESTAMP ? zoned(text) : text;
        };
    }

    /** The rows of the events in their order: two of the snapshot, an insert, an update, a new key, a delete. */
    private static List<Map<String, String>> states(Database database) {
        List<Map<String, String>> states = new ArrayList<>();
        for (Map<String, String> insert : SqlLiterals.inserts(database, "ddl.sql")) {
            states.add(whole(insert, String.valueOf(states.size() + 1)));
        }
        Map<String, String> ten = whole(SqlLiterals.inserts(database, "dml.sql").get(0), "10");
        states.add(ten);
        Map<String, String> changed = new HashMap<>(ten);
        changed.putAll(SqlLiterals.updates(database).get(0));
        states.add(changed);
        states.add(changed);
        Map<String, String> moved = new HashMap<>(changed);
        moved.put("id", database == Database.POSTGRES ? "2147483647" : "4294967295");
        states.add(moved);
        states.add(moved);
        return states;
    }

    /** With what the table's definition adds to an insert. */
    private static Map<String, String> whole(Map<String, String> insert, String id) {
        Map<String, String> row = new HashMap<>(insert);
        row.put("id", id);
        row.put("c_default_int", "7");
        row.put("c_default_str", "'unset'");
        row.put("c_default_dec", "1.500");
        row.put("c_default_dt3", "'2020-01-02 03:04:05.678'");
        row.put("c_default_ts", "'2020-01-02 03:04:05.678'");
        row.put(
                "c_gen",
                insert.containsKey("c_int") ? String.valueOf(Long.parseLong(insert.get("c_int")) + 1) : "NULL");
        return row;
    }

    private static List<Struct> rows(Database database, String table) {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(POLICY);
        return Captures.sinkRecords(database, table).stream()
                .filter(record -> record.value() != null)
                .map(record -> (Struct) transform.apply(record).value())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void smallTablesHoldWhatTheirStatementsSay(Database database) {
        boolean postgres = database == Database.POSTGRES;
        assertThat(texts(database, "composite_key", "seq", "note"))
                .startsWith(
                        "r 1 first",
                        "c 9007199254740993 beyond 2^53",
                        "u 1 second",
                        "c 5 after alter",
                        "d 5 null", // the column is gone
                        "r 1 null",
                        "r 9007199254740993 null");
        assertThat(texts(database, "no_key", "a", "b"))
                .containsExactly("r 1 x", "c 2 y", "u 1 z", "d 2 y", "t null null", "c 3 post");
        if (postgres) {
            assertThat(texts(database, "full_identity", "small_col", "toast_col"))
                    .containsExactly(
                            "r a " + "x".repeat(3_000), "u b " + "x".repeat(3_000), "d b " + "x".repeat(3_000));
            assertThat(texts(database, "toast_default", "small_col", "toast_col"))
                    .containsExactly(
                            "r a " + "y".repeat(3_000), "u b __debezium_unavailable_value", "u b " + "z".repeat(3_000));
        }
    }

    private static List<String> texts(Database database, String table, String... columns) {
        return rows(database, table).stream()
                .map(row -> row.getString("_op")
                        + String.join(
                                "",
                                Arrays.stream(columns)
                                        .map(column ->
                                                " " + (row.schema().field(column) == null ? null : row.get(column)))
                                        .toList()))
                .toList();
    }
}
