// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads and fills {@link Struct}s by field index, without names, defaults or validation.
 *
 * <p>{@link Struct#put(Field, Object)} builds a message string for every value and validates nested structs again each
 * time they are put into a parent. This class writes to the struct's own array instead, through a {@link VarHandle}
 * that is used only when a self-test at class initialization shows that the result equals {@code put}'s. Where it does
 * not, every call falls back to the public API; callers see no difference but speed.
 *
 * <p>The caller answers for types: a plan must only {@link #set} what the field's schema allows.
 */
public final class Structs {
    /** System property that turns direct access off, so that benchmarks and tests can show the fallback. */
    static final String PUBLIC_API = "millrace.structs.public";

    private static final @Nullable VarHandle VALUES = selfTested();

    private Structs() {}

    /** Whether structs are filled directly; false means the fallback is in use. */
    public static boolean direct() {
        return VALUES != null;
    }

    /** The value as it is stored: null stays null, a schema default is never put in its place. */
    public static @Nullable Object get(Struct struct, Field field) {
        VarHandle values = VALUES;
        if (values != null) {
            return ((Object[]) values.get(struct))[field.index()];
        }
        return stored(struct, field);
    }

    /** Stores a value that is known to fit {@code field}. Null leaves the slot unset. */
    public static void set(Struct struct, Field field, @Nullable Object value) {
        VarHandle values = VALUES;
        if (values != null) {
            ((@Nullable Object[]) values.get(struct))[field.index()] = value;
        } else if (value != null) { // put(null) rejects a required field that has a default
            struct.put(field, value);
        }
    }

    /**
     * The values of {@code struct} by field index, as {@link #get} gives them. The array may be the struct's own: it is
     * only to be read.
     */
    public static @Nullable Object[] values(Struct struct) {
        VarHandle values = VALUES;
        if (values != null) {
            return (@Nullable Object[]) values.get(struct);
        }
        List<Field> fields = struct.schema().fields();
        @Nullable Object[] copy = new @Nullable Object[fields.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = stored(struct, fields.get(i));
        }
        return copy;
    }

    /** An array to fill with the values of a new {@code struct} by field index, and to hand to {@link #close}. */
    public static @Nullable Object[] open(Struct struct) {
        VarHandle values = VALUES;
        return values != null
                ? (@Nullable Object[]) values.get(struct)
                : new @Nullable Object[struct.schema().fields().size()];
    }

    /** Makes {@code slots}, filled since {@link #open}, the values of {@code struct}. */
    public static void close(Struct struct, @Nullable Object[] slots) {
        if (VALUES == null) {
            List<Field> fields = struct.schema().fields();
            for (int i = 0; i < slots.length; i++) {
                if (slots[i] != null) { // put(null) rejects a required field that has a default
                    struct.put(fields.get(i), slots[i]);
                }
            }
        }
    }

    /** By index where no default can come between: by name, the public API gives what is stored, but has to look for it. */
    private static @Nullable Object stored(Struct struct, Field field) {
        return field.schema().defaultValue() == null ? struct.get(field) : struct.getWithoutDefault(field.name());
    }

    private static @Nullable VarHandle selfTested() {
        if (Boolean.getBoolean(PUBLIC_API)) {
            return null;
        }
        try {
            VarHandle values = MethodHandles.privateLookupIn(Struct.class, MethodHandles.lookup())
                    .findVarHandle(Struct.class, "values", Object[].class);
            return equalsPut(values) ? values : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // another Struct than the ones known: put() always works
        }
    }

    private static boolean equalsPut(VarHandle values) {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.INT64_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .field("c", SchemaBuilder.int32().defaultValue(7).build())
                .build();
        Struct put = new Struct(schema).put("a", 1L).put("b", "x");
        Struct direct = new Struct(schema);
        Object[] slots = (Object[]) values.get(direct);
        if (slots.length != schema.fields().size()) {
            return false;
        }
        slots[schema.field("a").index()] = 1L;
        slots[schema.field("b").index()] = "x";
        return put.equals(direct)
                && direct.hashCode() == put.hashCode()
                && Long.valueOf(1L).equals(direct.get("a"))
                && Integer.valueOf(7).equals(direct.get("c"))
                && direct.getWithoutDefault("c") == null;
    }
}
