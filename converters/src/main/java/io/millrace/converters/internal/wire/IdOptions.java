// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.converters.internal.registry.SchemaOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings that say where a record's schema id stands, under the names of Confluent's classes. */
public final class IdOptions {
    /** Where the id of a schema is written to. */
    public enum WriteTo {
        /** In front of the data: a zero byte and the id. */
        PREFIX,
        /** To a header: a byte 1 and the GUID. */
        HEADER
    }

    /** Where the id of a schema is looked for. */
    public enum Place {
        /** In headers, and if there is none, in front of the data. */
        HEADER_OR_PREFIX,
        /** In front of the data. */
        PREFIX,
        /** In the configuration. */
        CONFIGURED
    }

    /** How many bytes an id in front of the data has after a zero byte. */
    public enum ApicurioBytes {
        /** Eight where the first four are zero, since no registry gives out the id 0. */
        AUTO,
        /** Four: Confluent's. */
        FOUR,
        /** Eight: those of Apicurio's older serializers. */
        EIGHT
    }

    /**
     * Where the id of a schema is read from.
     *
     * @param configured the id of {@link Place#CONFIGURED}
     */
    public record ReadFrom(
            Place place, ApicurioBytes apicurio, @Nullable SchemaId configured) {
        public static final ReadFrom ANYWHERE = new ReadFrom(Place.HEADER_OR_PREFIX, ApicurioBytes.AUTO, null);

        SchemaId configuredId() {
            return Objects.requireNonNull(configured, "no id configured");
        }
    }

    static final String APICURIO_ID_BYTES = "apicurio.id.bytes";

    static final String FAIL_ON_TRAILING_DATA = "avro.fail.on.trailing.data";

    private static final String SERIALIZER = ".schema.id.serializer";
    private static final String DESERIALIZER = ".schema.id.deserializer";
    private static final String PACKAGE = "io.confluent.kafka.serializers.schema.id.";
    private static final List<String> SERIALIZERS = List.of("PrefixSchemaIdSerializer", "HeaderSchemaIdSerializer");
    private static final List<String> DESERIALIZERS =
            List.of("DualSchemaIdDeserializer", "PrefixSchemaIdDeserializer", "ConfigSchemaIdDeserializer");
    private static final List<String> BYTES = List.of("auto", "4", "8");

    private IdOptions() {}

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Schema ids");
        for (Side side : Side.values()) {
            defineSide(group, side.label());
        }
        group.text(
                        APICURIO_ID_BYTES,
                        BYTES.get(0),
                        oneOf(BYTES),
                        "Bytes of ids in front of data",
                        "How many bytes follow the zero byte: 4, Confluent's id; 8, the globalId of Apicurio's older"
                                + " serializers, looked up beside the Confluent API that 'schema.registry.url' names; auto, 8"
                                + " where the first four are zero, which no id of four bytes is.")
                .flag(
                        FAIL_ON_TRAILING_DATA,
                        "true",
                        "Refuse bytes left over",
                        "Whether data with bytes left over after the last field are refused. They are a sign of another"
                                + " schema, or of damage. False ignores them, as Confluent's converter does unless told"
                                + " otherwise.");
    }

    private static void defineSide(OptionGroup group, String side) {
        group.text(
                        side + SERIALIZER,
                        SERIALIZERS.get(0),
                        oneOf(SERIALIZERS),
                        "Where ids of " + side + "s are written",
                        "PrefixSchemaIdSerializer writes the schema's id in front of the data;"
                                + " HeaderSchemaIdSerializer writes its GUID to the header __" + side + "_schema_id,"
                                + " so that the data are plain Avro. The registry must have GUIDs then, and readers"
                                + " look at headers. Confluent's class names are understood.")
                .text(
                        side + DESERIALIZER,
                        DESERIALIZERS.get(0),
                        oneOf(DESERIALIZERS),
                        "Where ids of " + side + "s are read",
                        "DualSchemaIdDeserializer looks at the header __" + side + "_schema_id, at Apicurio's headers,"
                                + " then at the front of the data; PrefixSchemaIdDeserializer only there;"
                                + " ConfigSchemaIdDeserializer takes data without an id for those of 'use.schema.id'"
                                + " or 'use.schema.guid'. Confluent's class names are understood.");
    }

    public static WriteTo writeTo(AbstractConfig config, Side side) {
        return WriteTo.values()[index(SERIALIZERS, config.getString(side.label() + SERIALIZER))];
    }

    /** Throws a {@link ConfigException} where an id should be configured and is not. */
    public static ReadFrom readFrom(AbstractConfig config, Side side) {
        Place place = Place.values()[index(DESERIALIZERS, config.getString(side.label() + DESERIALIZER))];
        SchemaId configured = new SchemaOptions(config).fixedId();
        if (place == Place.CONFIGURED && configured == null) {
            throw new ConfigException("Configuration " + side.label() + DESERIALIZER
                    + " is ConfigSchemaIdDeserializer, which needs 'use.schema.id' or 'use.schema.guid'. Set one.");
        }
        ApicurioBytes bytes = ApicurioBytes.values()[index(BYTES, config.getString(APICURIO_ID_BYTES))];
        return new ReadFrom(place, bytes, configured);
    }

    public static AvroDecoder.Trailing trailing(AbstractConfig config) {
        return config.getBoolean(FAIL_ON_TRAILING_DATA) ? AvroDecoder.Trailing.REFUSED : AvroDecoder.Trailing.IGNORED;
    }

    private static int index(List<String> names, String configured) {
        return names.indexOf(configured.startsWith(PACKAGE) ? configured.substring(PACKAGE.length()) : configured);
    }

    private static Validator oneOf(List<String> names) {
        String all =
                String.join(" or ", String.join(", ", names.subList(0, names.size() - 1)), names.get(names.size() - 1));
        return ConfigChecks.described(
                (name, value) -> {
                    if (index(names, String.valueOf(value)) < 0) {
                        throw ConfigChecks.refusal(name, value, "expected " + all, names.get(0));
                    }
                },
                all);
    }
}
