// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.SemanticType;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Avro's logical types (Avro 1.12 specification, "Logical Types") beyond the four that Connect has itself, each tied to
 * the logical type that Debezium has for the same meaning.
 *
 * <p>Connect has {@code date}, {@code time-millis} and {@code timestamp-millis} too, as {@link java.util.Date}. What
 * tells Debezium's numbers from those is a name that Confluent's converter does not look at, since it refuses any other
 * name beside these.
 */
enum ExtendedType {
    TIMESTAMP_MICROS("timestamp-micros", Schema.Type.LONG, SemanticType.MICRO_TIMESTAMP, Zone.UTC),
    TIMESTAMP_NANOS("timestamp-nanos", Schema.Type.LONG, SemanticType.NANO_TIMESTAMP, Zone.UTC),
    LOCAL_TIMESTAMP_MILLIS("local-timestamp-millis", Schema.Type.LONG, SemanticType.TIMESTAMP, Zone.NONE),
    LOCAL_TIMESTAMP_MICROS("local-timestamp-micros", Schema.Type.LONG, SemanticType.MICRO_TIMESTAMP, Zone.NONE),
    LOCAL_TIMESTAMP_NANOS("local-timestamp-nanos", Schema.Type.LONG, SemanticType.NANO_TIMESTAMP, Zone.NONE),
    TIME_MICROS("time-micros", Schema.Type.LONG, SemanticType.MICRO_TIME, Zone.NONE),
    UUID("uuid", Schema.Type.STRING, SemanticType.UUID, Zone.NONE),
    UUID_FIXED("uuid", Schema.Type.FIXED, SemanticType.UUID, Zone.NONE),
    DURATION("duration", Schema.Type.FIXED, SemanticType.INTERVAL, Zone.NONE),
    DATE("date", Schema.Type.INT, SemanticType.DATE, Zone.NONE),
    TIME_MILLIS("time-millis", Schema.Type.INT, SemanticType.TIME, Zone.NONE),
    TIMESTAMP_MILLIS("timestamp-millis", Schema.Type.LONG, SemanticType.TIMESTAMP, Zone.UTC);

    private enum Zone {
        UTC,
        NONE
    }

    /** Iceberg's property that makes a local date-time of an instant. */
    private static final String ADJUST_TO_UTC = "adjust-to-utc";

    private static final int DEBEZIUM_VERSION = 1;

    private final String logicalType;
    private final Schema.Type physical;
    private final SemanticType meaning;
    private final Zone zone;

    ExtendedType(String logicalType, Schema.Type physical, SemanticType meaning, Zone zone) {
        this.logicalType = logicalType;
        this.physical = physical;
        this.meaning = meaning;
        this.zone = zone;
    }

    String logicalType() {
        return logicalType;
    }

    /** Whether Connect has a type of its own for it, so that the name of another would be refused. */
    boolean isConnects() {
        return this == DATE || this == TIME_MILLIS || this == TIMESTAMP_MILLIS;
    }

    /** How many bytes it has; -1 if it is no fixed type. */
    private int fixedSize() {
        return this == UUID_FIXED ? 16 : this == DURATION ? 12 : -1;
    }

    /** The logical type that {@code connect} is written with; null for none of these. */
    static @Nullable ExtendedType of(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        if (options.logicalTypes() == LogicalTypes.CONFLUENT || connect.name() == null) {
            return null;
        }
        SemanticType meaning = SemanticType.trusted(connect);
        return Arrays.stream(values())
                .filter(type -> type.meaning == meaning && type.fits(connect))
                .findFirst()
                .orElse(null);
    }

    private boolean fits(org.apache.kafka.connect.data.Schema connect) {
        Map<String, String> parameters = connect.parameters() == null ? Map.of() : connect.parameters();
        boolean utc = SemanticType.UTC.equals(parameters.get(SemanticType.ZONE));
        String size = parameters.get(AvroProps.FIXED_SIZE);
        boolean sized = fixedSize() < 0
                ? !String.valueOf(UUID_FIXED.fixedSize()).equals(size)
                : String.valueOf(fixedSize()).equals(size);
        boolean versioned = connect.version() == null || connect.version() == DEBEZIUM_VERSION;
        return utc == (zone == Zone.UTC) && sized && (versioned || !isConnects());
    }

    /** What {@code avro} means to its writer; null for none of these, and for a name that says something else. */
    static @Nullable ExtendedType of(Schema avro, DataOptions options) {
        String logicalType = avro.getProp(AvroProps.LOGICAL_TYPE);
        if (options.logicalTypes() == LogicalTypes.CONFLUENT || logicalType == null) {
            return null;
        }
        boolean local = Boolean.FALSE.equals(avro.getObjectProp(ADJUST_TO_UTC)) && logicalType.startsWith("timestamp-");
        String wanted = local ? "local-" + logicalType : logicalType;
        return Arrays.stream(values())
                .filter(type -> type.logicalType.equals(wanted) && type.fits(avro))
                .findFirst()
                .orElse(null);
    }

    private boolean fits(Schema avro) {
        if (avro.getType() != physical || (fixedSize() >= 0 && avro.getFixedSize() != fixedSize())) {
            return false;
        }
        String name = avro.getProp(AvroProps.NAME);
        return isConnects()
                ? meaning.schemaName().equals(avro.getProp(AvroProps.OWN_NAME))
                : name == null || name.equals(meaning.schemaName());
    }

    /** A schema of this meaning, for {@code avro}. */
    SchemaBuilder builder(Schema avro) {
        SchemaBuilder builder = (switch (physical) {
                    case INT -> SchemaBuilder.int32();
                    case LONG -> SchemaBuilder.int64();
                    default -> SchemaBuilder.string();
                })
                .name(meaning.schemaName());
        boolean ours = avro.getProp(AvroProps.NAME) != null || avro.getProp(AvroProps.OWN_NAME) != null;
        return ours || avro.getObjectProp(AvroProps.VERSION) != null ? builder : builder.version(DEBEZIUM_VERSION);
    }

    /** Adds the parameters without which {@link #of(org.apache.kafka.connect.data.Schema, DataOptions)} is another. */
    void complete(SchemaBuilder builder) {
        if (zone == Zone.UTC) {
            addAbsent(builder, SemanticType.ZONE, SemanticType.UTC);
        }
        if (fixedSize() >= 0) {
            addAbsent(builder, AvroProps.FIXED_SIZE, Integer.toString(fixedSize()));
        }
    }

    private static void addAbsent(SchemaBuilder builder, String parameter, String value) {
        if (builder.parameters() == null || !builder.parameters().containsKey(parameter)) {
            builder.parameter(parameter, value);
        }
    }

    /** The size of the fixed type that {@code connect}, a string, is written as; -1 for a string. */
    static int fixedSize(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        ExtendedType type = of(connect, options);
        return type == null ? -1 : type.fixedSize();
    }
}
