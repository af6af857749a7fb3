// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Gives a Connect schema what an Avro schema says of it beyond its type: name, version, docs, parameters, default. */
final class ConnectAttributes {
    private static final Set<String> CONNECTS_OWN =
            Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);

    private final boolean connectMetaData;
    private final boolean discards;

    ConnectAttributes(DataOptions options) {
        connectMetaData = options.has(DataOption.CONNECT_META_DATA);
        discards = options.has(DataOption.DISCARD_TYPE_DOC_DEFAULT);
    }

    /** What of the docs of types and fields there are goes into parameters. */
    void addDocs(SchemaBuilder struct, Schema record) {
        if (!connectMetaData || discards) {
            return;
        }
        if (record.getDoc() != null) {
            struct.parameter(AvroProps.RECORD_DOC, record.getDoc());
        }
    }

    void addDoc(SchemaBuilder struct, Schema.Field field) {
        if (connectMetaData && !discards && field.doc() != null) {
            struct.parameter(AvroProps.FIELD_DOC_PREFIX + field.name(), field.doc());
        }
    }

    void addEnumDocs(SchemaBuilder builder, Schema avro) {
        if (!connectMetaData) {
            return;
        }
        if (avro.getDoc() != null) {
            builder.parameter(
                    discards ? AvroProps.DISCARDING_ENUM_DOC : AvroProps.ENUM_DOC_PREFIX + avro.getName(),
                    avro.getDoc());
        }
        if (!discards && avro.getEnumDefault() != null) {
            builder.parameter(AvroProps.ENUM_DEFAULT_PREFIX + avro.getName(), avro.getEnumDefault());
        }
    }

    /** All but the default. {@code fieldDoc} is the doc of the field that has the type, if one does. */
    void describe(SchemaBuilder builder, Schema avro, @Nullable String fieldDoc) {
        boolean ofConnect = CONNECTS_OWN.contains(String.valueOf(builder.name()));
        name(builder, avro);
        doc(builder, avro, fieldDoc);
        if (avro.getObjectProp(AvroProps.VERSION) instanceof Number version && version.intValue() >= 0) {
            builder.version(version.intValue());
        } else if (ofConnect) {
            builder.version(1); // the only one there is
        }
        if (connectMetaData && avro.getObjectProp(AvroProps.PARAMETERS) instanceof Map<?, ?> parameters) {
            parameters.forEach((key, value) -> builder.parameter(key.toString(), value.toString()));
        }
        avro.forEachProperty((key, value) -> {
            if (key.startsWith(AvroProps.AVRO_PREFIX)) {
                builder.parameter(key, value.toString());
            }
        });
    }

    private static void name(SchemaBuilder builder, Schema avro) {
        if (builder.name() != null) {
            return;
        }
        String name = avro.getProp(AvroProps.NAME);
        if (name == null && isNamed(avro)) {
            name = avro.getFullName();
        }
        if (name != null && !name.startsWith(AvroNames.NAMESPACE + "." + AvroNames.DEFAULT_RECORD)) {
            builder.name(name);
        }
    }

    private static boolean isNamed(Schema avro) {
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private void doc(SchemaBuilder builder, Schema avro, @Nullable String fieldDoc) {
        if (discards) {
            String own = avro.getDoc() != null ? avro.getDoc() : avro.getProp(AvroProps.DOC);
            builder.doc(fieldDoc != null ? fieldDoc : own);
            if (connectMetaData && avro.getDoc() != null) {
                builder.parameter(AvroProps.DISCARDING_RECORD_DOC, avro.getDoc());
            }
        } else if (connectMetaData && avro.getProp(AvroProps.DOC) != null) {
            builder.doc(avro.getProp(AvroProps.DOC));
        }
    }

    /** {@code builder}'s schema, with the default of the type or else of the field that has it. */
    org.apache.kafka.connect.data.Schema build(SchemaBuilder builder, Schema avro, @Nullable Object fieldDefault) {
        Object own = avro.getObjectProp(AvroProps.DEFAULT);
        boolean fromField = fieldDefault != null && fieldDefault != JsonProperties.NULL_VALUE;
        if (own == null && fromField && connectMetaData && !discards) {
            builder.parameter(AvroProps.FIELD_DEFAULT, "true");
        }
        return withDefault(builder, own != null ? own : fieldDefault);
    }

    /** A default that does not fit its schema is no reason not to read the data: it is left out. */
    private static org.apache.kafka.connect.data.Schema withDefault(SchemaBuilder builder, @Nullable Object json) {
        org.apache.kafka.connect.data.Schema plain = builder.build();
        Object value;
        try {
            value = Defaults.fromJson(plain, json);
            if (value == null) {
                return plain;
            }
            ConnectSchema.validateValue(plain, value);
        } catch (RuntimeException e) {
            return plain;
        }
        org.apache.kafka.connect.data.Schema.Type type = plain.type();
        boolean map = type == org.apache.kafka.connect.data.Schema.Type.MAP;
        boolean struct = type == org.apache.kafka.connect.data.Schema.Type.STRUCT;
        boolean elements = map || type == org.apache.kafka.connect.data.Schema.Type.ARRAY;
        return new ConnectSchema(
                type,
                plain.isOptional(),
                Objects.requireNonNull(value),
                plain.name(),
                plain.version(),
                plain.doc(),
                plain.parameters(),
                struct ? plain.fields() : null,
                map ? plain.keySchema() : null,
                elements ? plain.valueSchema() : null);
    }
}
