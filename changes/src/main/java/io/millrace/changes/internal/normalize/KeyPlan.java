// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.normalize.EnvelopePlan.Unreadable;
import io.millrace.changes.internal.types.ColumnType;
import io.millrace.changes.internal.types.Conversion;
import io.millrace.changes.internal.types.NestedTypes;
import io.millrace.records.Errors;
import io.millrace.records.Schemas;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.time.DateTimeException;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of keys of one schema: their columns get the names and types that the row's columns get. A required column
 * stays required.
 */
final class KeyPlan {
    /** A key that stays as it is. */
    static final KeyPlan KEEP = new KeyPlan(null, new Conversion[0], null);

    private final @Nullable Schema target;
    private final @Nullable Conversion[] conversions;
    private final @Nullable Unreadable misnamed;

    private KeyPlan(@Nullable Schema target, @Nullable Conversion[] conversions, @Nullable Unreadable misnamed) {
        this.misnamed = misnamed;
        this.target = target;
        this.conversions = conversions;
    }

    static KeyPlan compile(Schema key, NormalizeConfig config) {
        if (key.type() != Schema.Type.STRUCT) {
            return KEEP;
        }
        Unreadable misnamed =
                config.naming().misnamed(key.fields().stream().map(Field::name).toList());
        if (misnamed != null) {
            return new KeyPlan(null, new Conversion[0], misnamed);
        }
        SchemaBuilder builder = Schemas.like(key, config.naming().schema(key.name()));
        List<Field> fields = key.fields();
        @Nullable Conversion[] conversions = new @Nullable Conversion[fields.size()];
        for (int i = 0; i < conversions.length; i++) {
            Schema column = fields.get(i).schema();
            ColumnType type = ColumnType.of(column, config.types());
            Schema required = Schemas.asRequiredAs(column, type.schema());
            conversions[i] = required.equals(column) ? null : NestedTypes.into(required, type);
            builder.field(config.naming().column(fields.get(i).name()), required);
        }
        Schema target = (key.isOptional() ? builder.optional() : builder).build();
        return target.equals(key) ? KEEP : new KeyPlan(target, conversions, null);
    }

    @Nullable Schema schema(ConnectRecord<?> record) {
        if (misnamed != null) {
            throw misnamed.error(record, Side.KEY);
        }
        return target == null ? record.keySchema() : target;
    }

    @Nullable Object apply(ConnectRecord<?> record) {
        Schema schema = target;
        if (schema == null || !(record.key() instanceof Struct key)) {
            return record.key();
        }
        Struct result = new Struct(schema);
        @Nullable Object[] values = Structs.values(key);
        @Nullable Object[] slots = Structs.open(result);
        for (int i = 0; i < slots.length; i++) {
            Object value = values[i];
            Conversion conversion = conversions[i];
            slots[i] = value == null || conversion == null ? value : converted(record, i, conversion, value);
        }
        Structs.close(result, slots);
        return result;
    }

    private static @Nullable Object converted(ConnectRecord<?> record, int i, Conversion conversion, Object value) {
        try {
            return conversion.apply(value);
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "convert " + record.keySchema().fields().get(i).name(),
                    String.valueOf(e.getMessage()),
                    "See the settings types.* for what to do with such values.");
        }
    }
}
