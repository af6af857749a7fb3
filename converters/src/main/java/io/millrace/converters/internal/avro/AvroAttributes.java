// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Adds what Avro has no place for to an Avro schema, in the order in which Confluent's converter adds it. */
final class AvroAttributes {
    private final DataOptions options;
    private final Defaults defaults;

    AvroAttributes(DataOptions options) {
        this.options = options;
        defaults = new Defaults(options);
    }

    Schema add(Schema avro, org.apache.kafka.connect.data.Schema connect, @Nullable String connectType) {
        ExtendedType extended = ExtendedType.of(connect, options);
        if (options.has(DataOption.CONNECT_META_DATA)) {
            addDescription(avro, connect);
            addName(avro, connect.name(), extended);
            // some Connect types need their own name to be told from others
            if (connectType != null) {
                avro.addProp(AvroProps.TYPE, connectType);
            }
        }
        String logicalType = extended != null ? extended.logicalType() : logicalType(connect);
        if (logicalType != null && avro.getProp(AvroProps.LOGICAL_TYPE) == null) {
            avro.addProp(AvroProps.LOGICAL_TYPE, logicalType);
        }
        if (connect.parameters() != null) {
            connect.parameters().forEach((key, value) -> {
                if (key.startsWith(AvroProps.AVRO_PREFIX)) {
                    avro.addProp(key, value);
                }
            });
        }
        return avro;
    }

    private void addDescription(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (connect.doc() != null) {
            avro.addProp(AvroProps.DOC, connect.doc());
        }
        if (connect.version() != null) {
            avro.addProp(AvroProps.VERSION, (Object) connect.version());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (connect.parameters() != null) {
            parameters.putAll(connect.parameters());
        }
        boolean marked =
                !options.has(DataOption.DISCARD_TYPE_DOC_DEFAULT) && parameters.remove(AvroProps.FIELD_DEFAULT) != null;
        if (!parameters.isEmpty()) {
            avro.addProp(AvroProps.PARAMETERS, parameters);
        }
        if (connect.defaultValue() != null && !marked) {
            avro.addProp(AvroProps.DEFAULT, defaults.toJson(connect, connect.defaultValue()));
        }
    }

    private static void addName(Schema avro, @Nullable String name, @Nullable ExtendedType extended) {
        if (name != null) {
            avro.addProp(extended != null && extended.isConnects() ? AvroProps.OWN_NAME : AvroProps.NAME, name);
        }
    }

    private static @Nullable String logicalType(org.apache.kafka.connect.data.Schema connect) {
        if (connect.name() == null) {
            return null;
        }
        return switch (connect.name()) {
            case Decimal.LOGICAL_NAME -> "decimal";
            case Date.LOGICAL_NAME -> "date";
            case Time.LOGICAL_NAME -> "time-millis";
            case Timestamp.LOGICAL_NAME -> "timestamp-millis";
            default -> null;
        };
    }
}
