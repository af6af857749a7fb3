// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The conversions of values that hold others. Every part may be null: a curated column can be, whatever its schema. */
final class Containers {
    private Containers() {}

    static final class StructOf extends Conversion {
        private final String[] names;
        private final Conversion[] fields;

        StructOf(Schema schema, Conversion... fields) {
            super(type(schema, fields));
            this.names = schema.fields().stream().map(Field::name).toArray(String[]::new);
            this.fields = fields.clone();
        }

        private static StructType type(Schema schema, Conversion... fields) {
            List<Field> named = schema.fields();
            StructField[] types = new StructField[fields.length];
            for (int i = 0; i < fields.length; i++) {
                StructField field = new StructField(named.get(i).name(), fields[i].type(), true, Metadata.empty());
                String doc = named.get(i).schema().doc();
                types[i] = doc == null ? field : field.withComment(doc);
            }
            return new StructType(types);
        }

        @Override
        Object convert(Object value) {
            @Nullable Object[] in = Structs.values((Struct) value);
            @Nullable Object[] out = new @Nullable Object[fields.length];
            int i = 0;
            try {
                for (; i < out.length; i++) {
                    Object field = in[i];
                    out[i] = field == null ? null : fields[i].convert(field);
                }
            } catch (Fault fault) {
                throw fault.under(names[i]);
            }
            return new GenericInternalRow(out);
        }
    }

    static final class ArrayOf extends Conversion {
        private final Conversion element;

        ArrayOf(Conversion element) {
            super(DataTypes.createArrayType(element.type(), true));
            this.element = element;
        }

        @Override
        Object convert(Object value) {
            return array(element, ((List<?>) value).toArray());
        }
    }

    static final class MapOf extends Conversion {
        private final Conversion key;
        private final Conversion value;

        MapOf(Conversion key, Conversion value) {
            super(DataTypes.createMapType(key.type(), value.type(), true));
            this.key = key;
            this.value = value;
        }

        @Override
        Object convert(Object map) {
            Map<?, ?> entries = (Map<?, ?>) map;
            return new ArrayBasedMapData(
                    array(key, entries.keySet().toArray()),
                    array(value, entries.values().toArray()));
        }
    }

    private static GenericArrayData array(Conversion element, @Nullable Object... values) {
        @Nullable Object[] out = new @Nullable Object[values.length];
        try {
            for (int i = 0; i < out.length; i++) {
                Object value = values[i];
                out[i] = value == null ? null : element.convert(value);
            }
        } catch (Fault fault) {
            throw fault.inElement();
        }
        return new GenericArrayData(out);
    }
}
