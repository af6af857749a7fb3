// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.DocumentRules.Promoted;
import io.millrace.records.Errors;
import io.millrace.records.SemanticType;
import io.millrace.records.Side;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Columns of values without a schema: chosen fields, then the whole as JSON. */
final class DocumentSources {
    private static final Schema JSON = SchemaBuilder.string()
            .name(SemanticType.JSON.schemaName())
            .optional()
            .build();

    private DocumentSources() {}

    static List<ColumnSource> of(DocumentRules rules) {
        List<ColumnSource> columns = new ArrayList<>();
        rules.promoted().forEach(promoted -> columns.add(field(promoted)));
        if (!rules.column().isEmpty()) {
            columns.add(whole(rules.column()));
        }
        return columns;
    }

    /** The schema that a key or a value without one gets by what it holds; null where it can be no column. */
    static @Nullable Schema inferred(@Nullable Object value) {
        if (value instanceof String) {
            return Schema.STRING_SCHEMA;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return Schema.INT64_SCHEMA;
        }
        if (value instanceof Boolean) {
            return Schema.BOOLEAN_SCHEMA;
        }
        return value instanceof Double || value instanceof Float ? Schema.FLOAT64_SCHEMA : null;
    }

    private static ColumnSource whole(String name) {
        return new ColumnSource(name, JSON, Side.VALUE.label()) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                Object value = record.value();
                return value == null ? null : DocumentText.of(value);
            }
        };
    }

    private static ColumnSource field(Promoted promoted) {
        List<String> path = List.of(promoted.path().split("\\."));
        String name = String.join("_", path);
        return new ColumnSource(name, promoted.schema(), "value." + promoted.path()) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                Object at = record.value();
                for (String step : path) {
                    at = at instanceof Map<?, ?> map ? map.get(step) : null;
                }
                return at == null ? null : fitted(record, at, this);
            }
        };
    }

    private static Object fitted(SinkRecord record, Object value, ColumnSource column) {
        Object fitted;
        try {
            fitted = fit(value, column.schema());
        } catch (ArithmeticException | DateTimeException e) {
            fitted = null; // said below, without the value
        }
        if (fitted == null) {
            throw new DataException(Errors.sentence(
                    "write column " + column.name(),
                    value.getClass().getSimpleName() + " (expected " + Errors.describe(column.schema()) + ")",
                    Errors.where(record) + " " + column.path(),
                    "Correct 'document.fields' or the value."));
        }
        return fitted;
    }

    private static @Nullable Object fit(Object value, Schema schema) {
        return switch (SemanticType.of(schema)) {
            case JSON -> DocumentText.of(value);
            case CONNECT_DATE ->
                value instanceof String text
                        ? Date.from(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC))
                        : null;
            case CONNECT_TIMESTAMP -> instant(value);
            default -> plain(value, schema.type());
        };
    }

    /** Milliseconds of the epoch, or ISO-8601 text with an offset, whole milliseconds. */
    private static @Nullable Date instant(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return Date.from(Instant.ofEpochMilli(((Number) value).longValue()));
        }
        if (!(value instanceof String text)) {
            return null;
        }
        OffsetDateTime time = OffsetDateTime.parse(text);
        return time.getNano() % 1_000_000 == 0 ? Date.from(time.toInstant()) : null;
    }

    private static @Nullable Object plain(Object value, Schema.Type type) {
        return switch (type) {
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case STRING -> value instanceof String ? value : null;
            case INT32 -> value instanceof Number number ? new BigDecimal(number.toString()).intValueExact() : null;
            case INT64 -> value instanceof Number number ? new BigDecimal(number.toString()).longValueExact() : null;
            case FLOAT64 -> value instanceof Number number ? fraction(number) : null;
            default -> null;
        };
    }

    private static @Nullable Double fraction(Number number) {
        double nearest = number.doubleValue();
        boolean isExact = !(number instanceof Long) || (long) nearest == number.longValue();
        return isExact ? nearest : null;
    }
}
