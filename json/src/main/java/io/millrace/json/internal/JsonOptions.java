// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.choice;

import io.millrace.json.internal.Inference.Conflicts;
import io.millrace.json.internal.Inference.Empty;
import io.millrace.json.internal.Inference.Timestamps;
import io.millrace.json.internal.Inference.WideNumbers;
import io.millrace.json.internal.Inference.WideObjects;
import io.millrace.json.internal.JsonEncoder.Decimals;
import io.millrace.json.internal.JsonEncoder.Style;
import io.millrace.json.internal.JsonEncoder.Times;
import io.millrace.json.internal.PinnedSchema.UnknownFields;
import io.millrace.records.ConfigChecks;
import io.millrace.records.Fault;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** How JSON is read and written. */
public final class JsonOptions {
    static final String SCHEMA_CONTENT = "schema.content";
    static final String UNKNOWN_FIELDS = "unknown.fields";
    static final String TYPE_CONFLICTS = "type.conflicts";
    static final String WIDE_NUMBERS = "wide.numbers";
    static final String WIDE_OBJECTS = "wide.objects";
    static final String EMPTY_VALUES = "empty.values";
    static final String TIMESTAMP_DETECTION = "timestamp.detection";
    static final String OBJECT_MAX_FIELDS = "object.max.fields";
    static final String SCHEMA_MAX_FIELDS = "schema.max.fields";
    static final String SCHEMA_MAX_DEPTH = "schema.max.depth";
    static final String MAX_BYTES = "max.bytes";
    static final String DECIMAL_FORMAT = "decimal.format";
    static final String TIME_FORMAT = "time.format";

    private static final int MAX_FIELDS = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final int DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

    private final AbstractConfig config;

    public JsonOptions(AbstractConfig config) {
        this.config = config;
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        defineInference(def);
        defineBounds(def);
        definePinned(def);
        defineWriting(def);
    }

    private static void defineInference(ConfigDef def) {
        new OptionGroup(def, "Inference")
                .choice(
                        TYPE_CONFLICTS,
                        Inference.DEFAULTS.conflicts(),
                        "Type conflicts",
                        "What becomes of a field that was a number, a string or a boolean and now is another of them."
                                + " 'string' makes it a string, with numbers as they were written; one that is an"
                                + " object or array at times becomes JSON text. 'fail' refuses the record that"
                                + " differs.")
                .choice(
                        WIDE_NUMBERS,
                        Inference.DEFAULTS.numbers(),
                        "Wide numbers",
                        "What becomes of a field whose numbers neither int64 nor float64 holds exactly. 'string' keeps"
                                + " them as they were written; 'decimal' makes it a Decimal with as many digits after"
                                + " the point as were seen, so that its schema changes with every longer one; 'fail'"
                                + " refuses the record.")
                .choice(
                        EMPTY_VALUES,
                        Inference.DEFAULTS.empty(),
                        "Empty arrays and objects",
                        "What becomes of a field that has been nothing but [] or {}. 'omit' leaves it out, as for"
                                + " null, until an element or a field shows its type: [] and {} before that are not"
                                + " told from null. 'json' makes it JSON text at once and for good.")
                .choice(
                        TIMESTAMP_DETECTION,
                        Inference.DEFAULTS.timestamps(),
                        "Timestamps",
                        "What strings such as 2026-03-01T12:00:00Z become. 'none' leaves them strings; 'timestamp'"
                                + " makes them Connect's Timestamp as long as none has digits below a millisecond;"
                                + " 'zoned.timestamp' keeps their text under Debezium's ZonedTimestamp, which Millrace's"
                                + " sinks write as a timestamp. A field that has another string later is a string from"
                                + " then on.");
    }

    private static void defineBounds(ConfigDef def) {
        new OptionGroup(def, "Bounds")
                .number(
                        OBJECT_MAX_FIELDS,
                        Inference.DEFAULTS.maxObjectFields(),
                        between(1, MAX_FIELDS, Inference.DEFAULTS.maxObjectFields()),
                        "Fields of an object",
                        "The most fields that an object inside a record may have; names are taken for data, an id"
                                + " each for example, where there are more, and 'wide.objects' applies.")
                .choice(
                        WIDE_OBJECTS,
                        Inference.DEFAULTS.wideObjects(),
                        "Wide objects",
                        "What an object with more than 'object.max.fields' fields becomes: 'json', JSON text; or"
                                + " 'map', a map if its values have one type, else JSON text.")
                .number(
                        SCHEMA_MAX_FIELDS,
                        Inference.DEFAULTS.maxFields(),
                        between(1, MAX_FIELDS, Inference.DEFAULTS.maxFields()),
                        "Fields of a schema",
                        "The most fields that a topic's schema may have, nested ones included. A record that would"
                                + " make it more is refused.")
                .number(
                        SCHEMA_MAX_DEPTH,
                        Inference.DEFAULTS.maxDepth(),
                        between(1, MAX_DEPTH, Inference.DEFAULTS.maxDepth()),
                        "Levels of a schema",
                        "How many objects and arrays may be inside each other; those further in are JSON text.")
                .number(
                        MAX_BYTES,
                        DEFAULT_MAX_BYTES,
                        between(1, Integer.MAX_VALUE, DEFAULT_MAX_BYTES),
                        "Bytes of a record",
                        "The most bytes that a key or value may have; longer ones are refused unread.");
    }

    private static void definePinned(ConfigDef def) {
        new OptionGroup(def, "Given schema")
                .text(
                        SCHEMA_CONTENT,
                        "",
                        ConfigChecks.described(JsonOptions::requireSchema, "a Connect schema as JSON"),
                        "Schema",
                        "The schema of every record, as Kafka's JsonConverter writes it: {\"type\": \"struct\","
                                + " \"fields\": [{\"field\": \"id\", \"type\": \"int64\", \"optional\": false}]}. Nothing"
                                + " is inferred then: it is the same after a restart. Config providers can read it from"
                                + " a file. Empty infers.")
                .choice(
                        UNKNOWN_FIELDS,
                        UnknownFields.FAIL,
                        "Unknown fields",
                        "What becomes of fields that 'schema.content' does not have: 'fail' refuses the record,"
                                + " 'drop' leaves them out.");
    }

    private static void defineWriting(ConfigDef def) {
        new OptionGroup(def, "Writing")
                .choice(
                        DECIMAL_FORMAT,
                        Decimals.NUMBER,
                        "Decimals",
                        "How decimals are written: 'number', with all digits, which some readers of JSON round; or"
                                + " 'text', a string.")
                .choice(
                        TIME_FORMAT,
                        Times.ISO,
                        "Dates and times",
                        "How dates, times and timestamps are written: 'iso', as text such as"
                                + " 2026-03-01T12:00:00.123Z; or 'number', as the count of days or of parts of a second"
                                + " that their type has.");
    }

    private static void requireSchema(String name, Object value) {
        if (!((String) value).isBlank()) {
            pinned(name, (String) value, UnknownFields.FAIL);
        }
    }

    private static PinnedSchema pinned(String name, String content, UnknownFields unknown) {
        try {
            return PinnedSchema.of(SchemaText.parse(content), unknown);
        } catch (Fault fault) {
            throw new ConfigException("Configuration " + fault.at(name) + " is no schema: found " + fault.found()
                    + ". Set it to a Connect schema as JSON, or omit it to infer schemas.");
        }
    }

    /** What reads. */
    public JsonDecoder decoder(Side side) {
        JsonDecoder.Settings settings = new JsonDecoder.Settings(side, config.getInt(MAX_BYTES));
        PinnedSchema pinned = pinned();
        return pinned == null ? JsonDecoder.of(settings, inference()) : JsonDecoder.of(settings, pinned);
    }

    private @Nullable PinnedSchema pinned() {
        String content = config.getString(SCHEMA_CONTENT);
        return content.isBlank()
                ? null
                : pinned(SCHEMA_CONTENT, content, choice(UnknownFields.class, config.getString(UNKNOWN_FIELDS)));
    }

    Inference inference() {
        return new Inference(
                choice(Conflicts.class, config.getString(TYPE_CONFLICTS)),
                choice(WideNumbers.class, config.getString(WIDE_NUMBERS)),
                choice(WideObjects.class, config.getString(WIDE_OBJECTS)),
                choice(Empty.class, config.getString(EMPTY_VALUES)),
                choice(Timestamps.class, config.getString(TIMESTAMP_DETECTION)),
                config.getInt(OBJECT_MAX_FIELDS),
                config.getInt(SCHEMA_MAX_FIELDS),
                config.getInt(SCHEMA_MAX_DEPTH));
    }

    /** What writes. */
    public JsonEncoder encoder(Side side) {
        return new JsonEncoder(
                side,
                new Style(
                        choice(Decimals.class, config.getString(DECIMAL_FORMAT)),
                        choice(Times.class, config.getString(TIME_FORMAT))));
    }
}
