// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.json.internal.PinnedSchema;
import io.millrace.records.ConfigChecks;
import io.millrace.records.Fault;
import io.millrace.records.OptionGroup;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What records of a device source become: the settings {@code record.*}. */
public final class ShapeOptions {
    public static final String SHAPE = "record.shape";
    public static final String FIELDS = "record.fields";
    public static final String SCHEMA = "record.schema";
    public static final String SCHEMA_TYPE = "record.schema.type";
    public static final String SCHEMA_NAME = "record.schema.name";
    public static final String RAW_TYPE = "record.raw.type";
    public static final String UNKNOWN_FIELDS = "record.unknown.fields";
    public static final String KEY = "record.key";
    public static final String TIMESTAMP_POINTER = "record.timestamp.pointer";
    public static final String TIMESTAMP_FORMAT = "record.timestamp.format";
    public static final String HEADER_PREFIX = "record.header.";
    public static final String ID_POINTER = "record.id.pointer";

    private ShapeOptions() {}

    private enum Shape implements ConfigChecks.Dashed {
        DEVICE_EVENT,
        DECLARED,
        INFERRED,
        RAW
    }

    private enum RawType implements ConfigChecks.Dashed {
        STRING,
        BYTES
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        define(def, "Empty: from JSON fields of their names.");
    }

    /**
     * The same for a source whose device events have {@link EventDefaults}.
     *
     * @param defaults what those are, in a sentence of the doc
     */
    public static void define(ConfigDef def, String defaults) {
        new OptionGroup(def, "Records")
                .choice(
                        SHAPE,
                        Shape.DEVICE_EVENT,
                        "Record shape",
                        "What each record becomes. device-event: an io.millrace.DeviceEvent keyed by device_id. declared:"
                                + " a struct of the schema in record.schema. inferred: a struct whose schema is learned"
                                + " from the records, and only ever becomes wider. raw: the record's own text, byte for"
                                + " byte.")
                .text(
                        FIELDS,
                        "",
                        fields(),
                        "Fields",
                        "Where the fields of a device event come from: pointers, constants and now, for example"
                                + " event_id=/id, device_id=/device/serial, type='reading', occurred_at=/ts(epoch-s),"
                                + " received_at=now, properties=. (the whole record). Of several places, as in"
                                + " event_id=/event_id|/id or occurred_at=/at|/ts(epoch-s)|now, the first that is there"
                                + " and not null counts; what is at the others goes where record.unknown.fields says. "
                                + defaults)
                .text(
                        SCHEMA,
                        "",
                        null,
                        "Schema",
                        "The schema of record.shape=declared, as record.schema.type says. A config provider can read it"
                                + " from a file.")
                .choice(
                        SCHEMA_TYPE,
                        SchemaType.FIELDS,
                        "Schema type",
                        "How the schema is written. fields: a list such as id:string!, at:timestamp(epoch-s)=/time,"
                                + " lat:float64=/position/lat, meta:json, where ! is required and the pointer is left out"
                                + " if it is the name. json-schema, avro, or connect, as Kafka's JsonConverter writes it.")
                .text(SCHEMA_NAME, "", null, "Schema name", "A name for the schema of record.schema.type=fields.")
                .choice(
                        RAW_TYPE,
                        RawType.STRING,
                        "Raw type",
                        "What the value of record.shape=raw is: string, or bytes in UTF-8.")
                .choice(
                        UNKNOWN_FIELDS,
                        UnknownFields.KEEP,
                        "Unknown fields",
                        "What becomes of fields that the shape does not have. keep: a device event keeps them in"
                                + " properties._unknown_fields; a declared shape, which has no place for them, leaves"
                                + " them out as with drop. fail: the record is bad.")
                .text(
                        KEY,
                        "",
                        part(),
                        "Key",
                        "The key: a JSON pointer such as /device/id, whose value keeps its type (raw: text), or text such"
                                + " as ${/site}-${/device/id}. Here, and wherever else a value of the record is named, the"
                                + " pointer is into the record as it is shaped: a device event or a list of fields has"
                                + " fields of its own. Empty: device_id for device events, none for others.")
                .text(
                        TIMESTAMP_POINTER,
                        "",
                        part(),
                        "Timestamp pointer",
                        "Where a record holds the timestamp for Kafka. Empty: the producer's clock.")
                .choice(
                        TIMESTAMP_FORMAT,
                        InstantFormat.AUTO,
                        "Timestamp format",
                        "How it is written: iso (RFC 3339), epoch-s, epoch-ms, or auto, which tells them apart.")
                .text(
                        ID_POINTER,
                        "",
                        part(),
                        "Id pointer",
                        "Where a record holds what tells it from others, a pointer or text such as"
                                + " ${/id}-${/version}: with it, what comes a second time is left out.");
    }

    /**
     * The shape.
     *
     * @param topic where records go; may have values of them in it
     * @param pageKey where a record holds what asks for those after it; empty for none
     * @throws IllegalArgumentException that says what is wrong
     */
    public static RecordShape of(AbstractConfig config, String topic, String pageKey, Clock clock) {
        return of(config, topic, pageKey, clock, EventDefaults.NONE);
    }

    /** The same, of device events that come with defaults. */
    public static RecordShape of(
            AbstractConfig config, String topic, String pageKey, Clock clock, EventDefaults defaults) {
        Map<String, String> headers = new LinkedHashMap<>();
        config.originalsStrings().forEach((key, value) -> {
            if (key.startsWith(HEADER_PREFIX)) {
                headers.put(key.substring(HEADER_PREFIX.length()), value);
            }
        });
        Parts parts = new Parts(new Parts.Settings(
                topic,
                config.getString(KEY),
                config.getString(TIMESTAMP_POINTER),
                ConfigChecks.choice(InstantFormat.class, config.getString(TIMESTAMP_FORMAT)),
                headers,
                config.getString(ID_POINTER),
                pageKey));
        UnknownFields unknown = ConfigChecks.choice(UnknownFields.class, config.getString(UNKNOWN_FIELDS));
        return switch (ConfigChecks.choice(Shape.class, config.getString(SHAPE))) {
            case RAW ->
                new RawShape(parts, ConfigChecks.choice(RawType.class, config.getString(RAW_TYPE)) == RawType.BYTES);
            case INFERRED -> new InferredShape(parts);
            case DEVICE_EVENT ->
                DeviceEventShape.of(FieldSpec.parse(config.getString(FIELDS)), defaults, unknown, parts, clock);
            case DECLARED -> declared(config, unknown, parts, clock);
        };
    }

    /** Whether records become device events. */
    public static boolean isDeviceEvent(AbstractConfig config) {
        return ConfigChecks.choice(Shape.class, config.getString(SHAPE)) == Shape.DEVICE_EVENT;
    }

    /**
     * Where JSON has what tells it from others, even if it does not fit the shape, the first place first; none where only
     * the record as it is shaped has it.
     */
    public static List<JsonPointer> idPlaces(AbstractConfig config, EventDefaults defaults) {
        String pointer = config.getString(ID_POINTER);
        Shape shape = ConfigChecks.choice(Shape.class, config.getString(SHAPE));
        if (shape == Shape.DEVICE_EVENT) {
            return DeviceEventShape.idPlaces(FieldSpec.parse(config.getString(FIELDS)), defaults);
        }
        boolean hasOwnNames = shape != Shape.DECLARED
                || ConfigChecks.choice(SchemaType.class, config.getString(SCHEMA_TYPE)) != SchemaType.FIELDS;
        return hasOwnNames && pointer.startsWith("/") && !pointer.contains("${")
                ? List.of(JsonPointer.compile(pointer))
                : List.of();
    }

    /** A shape that gives records' own text and nothing else. */
    public static RecordShape text() {
        return new RawShape(new Parts(new Parts.Settings("", "", "", InstantFormat.AUTO, Map.of(), "", "")), false);
    }

    private static RecordShape declared(AbstractConfig config, UnknownFields unknown, Parts parts, Clock clock) {
        SchemaType type = ConfigChecks.choice(SchemaType.class, config.getString(SCHEMA_TYPE));
        String text = config.getString(SCHEMA);
        UnknownFields policy = unknown == UnknownFields.FAIL ? UnknownFields.FAIL : UnknownFields.DROP;
        if (type == SchemaType.FIELDS) {
            return FieldList.of(FieldSpec.parse(text), config.getString(SCHEMA_NAME), policy, parts, clock);
        }
        return new SchemaShape(
                PinnedSchema.of(
                        type.parse(text),
                        policy == UnknownFields.FAIL
                                ? PinnedSchema.UnknownFields.FAIL
                                : PinnedSchema.UnknownFields.DROP),
                parts);
    }

    /** What is wrong with the settings together, each under the key to correct. */
    public static Map<String, String> problems(Map<String, String> props) {
        String shape = props.getOrDefault(SHAPE, ConfigChecks.text(Shape.DEVICE_EVENT));
        String schema = props.getOrDefault(SCHEMA, "");
        Map<String, String> problems = new LinkedHashMap<>();
        boolean isDeclared = shape.equals(ConfigChecks.text(Shape.DECLARED));
        if (isDeclared && schema.isEmpty()) {
            problems.put(SCHEMA, "Missing configuration " + SCHEMA + ": needed with " + SHAPE + "=declared. Set it.");
        } else if (!isDeclared && !schema.isEmpty()) {
            problems.put(
                    SCHEMA,
                    "Unused configuration " + SCHEMA + ": it is used only with " + SHAPE
                            + "=declared. Set that, or omit" + " the schema.");
        } else {
            String wrong = wrong(props);
            if (wrong != null) {
                String key = isDeclared ? SCHEMA : FIELDS;
                problems.put(key, "Invalid value for configuration " + key + ": " + wrong + ". Correct it.");
            }
        }
        return problems;
    }

    private static @Nullable String wrong(Map<String, String> props) {
        ConfigDef def = new ConfigDef();
        define(def);
        try {
            of(new AbstractConfig(def, props, false), "", "", Clock.systemUTC());
            return null;
        } catch (Fault fault) {
            return "found " + fault.at(fault.found() + " at schema");
        } catch (ConfigException e) {
            return null; // said where the value is checked alone
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static Validator fields() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        FieldSpec.parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException("Invalid value for configuration " + name + ": " + e.getMessage()
                                + ". Write a list such as event_id=/id, occurred_at=/ts(epoch-s).");
                    }
                },
                "a list of fields");
    }

    private static Validator part() {
        return ConfigChecks.described(
                (name, value) -> {
                    String text = (String) value;
                    boolean isTemplate = text.contains("${") && text.indexOf('}') > 0;
                    if (!text.isEmpty() && !isTemplate && !isPointer(text)) {
                        throw ConfigChecks.refusal(name, value, "expected a JSON pointer such as /id", "none");
                    }
                },
                "a JSON pointer, or text with ${/pointer} in it");
    }

    private static boolean isPointer(String text) {
        try {
            JsonPointer.compile(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
