// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.transforms.internal.mask.Mask.Change;
import io.millrace.transforms.internal.mask.Mask.Masked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Works out, for one schema, where paths lead in it and what their masks make of it. Used once. */
final class MaskCompiler {
    private final List<Walk> walks;
    private final MetadataNames names;
    private final Placeholder placeholder;
    private final MaskTrace trace = new MaskTrace();

    MaskCompiler(List<Walk> walks, MetadataNames names, Placeholder placeholder) {
        this.walks = walks;
        this.names = names;
        this.placeholder = placeholder;
    }

    /** What came of it. */
    MaskTrace trace() {
        return trace;
    }

    /** The whole key or value; null where nothing is masked. */
    @Nullable Masked compile(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT || Walk.arrived(walks) != null) {
            return compile(schema, walks, "");
        }
        MaskLayout layout = MaskLayout.of(
                walks, names, name -> schema.field(name) != null, (image, name) -> isColumn(schema, image, name));
        Set<String> dropped = dropped(schema, layout);
        return struct(schema, layout::into, field -> dropped.isEmpty() ? null : unlisted(field, layout, dropped), "");
    }

    private static boolean isColumn(Schema schema, String image, String name) {
        Field field = schema.field(image);
        return field != null && isStruct(field) && field.schema().field(name) != null;
    }

    private static Set<String> dropped(Schema schema, MaskLayout layout) {
        Set<String> dropped = new HashSet<>(layout.dropped(names(schema)));
        for (Field field : schema.fields()) {
            if (layout.isImage(field.name()) && isStruct(field)) {
                dropped.addAll(layout.dropped(names(field.schema())));
            }
        }
        return dropped;
    }

    private static List<String> names(Schema struct) {
        return struct.fields().stream().map(Field::name).toList();
    }

    private static boolean isStruct(Field field) {
        return field.schema().type() == Schema.Type.STRUCT;
    }

    /** Takes the names of dropped columns from lists of names; null for a field that is none. */
    private static @Nullable Change unlisted(Field field, MaskLayout layout, Set<String> dropped) {
        if (layout.isNameList(field.name()) && isList(field)) {
            return names -> without((List<?>) names, dropped);
        }
        if (!layout.isNest(field.name()) || !isStruct(field)) {
            return null;
        }
        List<Integer> from = new ArrayList<>();
        List<@Nullable Change> changes = new ArrayList<>();
        for (Field nested : field.schema().fields()) {
            from.add(nested.index());
            boolean isNames = MaskLayout.isNestedNameList(nested.name()) && isList(nested);
            changes.add(isNames ? names -> without((List<?>) names, dropped) : null);
        }
        return new StructChange(field.schema(), from, changes);
    }

    private static boolean isList(Field field) {
        return field.schema().type() == Schema.Type.ARRAY;
    }

    static List<Object> without(List<?> names, Set<String> dropped) {
        List<Object> kept = new ArrayList<>(names);
        kept.removeIf(dropped::contains);
        return kept;
    }

    private @Nullable Masked compile(Schema schema, List<Walk> here, String where) {
        if (here.isEmpty()) {
            return null;
        }
        Walk arrived = Walk.arrived(here);
        if (arrived != null) {
            trace.settled(here);
            return masked(schema, arrived, where);
        }
        return switch (schema.type()) {
            case STRUCT -> struct(schema, name -> Walk.into(here, name), field -> null, where);
            case ARRAY -> array(schema, here, where);
            case MAP -> map(schema, here, where);
            default -> null;
        };
    }

    private @Nullable Masked masked(Schema schema, Walk arrived, String where) {
        Masked masked = arrived.mask().on(schema);
        if (masked == null) {
            trace.unfit(where.isEmpty() ? "." : where, arrived.mask(), schema);
            return null;
        }
        Predicate<Object> isUnavailable = arrived.mask().isConstant() ? null : placeholder.in(schema);
        return isUnavailable == null ? masked : new Masked(masked.schema(), keeping(isUnavailable, schema, masked));
    }

    /** Debezium's mark for a value that the database did not send has to stay one. */
    private Change keeping(Predicate<Object> isUnavailable, Schema from, Masked masked) {
        Change change = masked.change();
        if (masked.schema().type() == from.type()) {
            return value -> isUnavailable.test(value) ? value : change.apply(value);
        }
        return value -> isUnavailable.test(value) ? placeholder.text() : change.apply(value);
    }

    private @Nullable Masked struct(
            Schema schema,
            Function<String, List<Walk>> into,
            Function<Field, @Nullable Change> otherwise,
            String where) {
        SchemaBuilder target = MaskSchemas.structLike(schema);
        List<Integer> from = new ArrayList<>();
        List<@Nullable Change> changes = new ArrayList<>();
        boolean isSame = true;
        for (Field field : schema.fields()) {
            List<Walk> onward = into.apply(field.name());
            Walk arrived = Walk.arrived(onward);
            if (arrived != null && arrived.mask().drops()) {
                trace.settled(onward);
                isSame = false;
                continue;
            }
            Masked masked = compile(field.schema(), onward, below(where, field.name()));
            Change change = masked == null ? otherwise.apply(field) : masked.change();
            isSame &= change == null;
            target.field(field.name(), masked == null ? field.schema() : masked.schema());
            from.add(field.index());
            changes.add(change);
        }
        if (isSame) {
            return null;
        }
        Schema built = target.build();
        return new Masked(built, new StructChange(built, from, changes));
    }

    private static String below(String where, String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private @Nullable Masked array(Schema schema, List<Walk> here, String where) {
        List<Walk> onward = Walk.into(here, null);
        Walk arrived = Walk.arrived(onward);
        if (arrived != null && arrived.mask().drops()) {
            trace.settled(onward);
            trace.unfit(below(where, "*"), arrived.mask(), schema);
            return null;
        }
        Masked element = compile(schema.valueSchema(), onward, below(where, "*"));
        if (element == null) {
            return null;
        }
        Masked masked =
                new Masked(MaskSchemas.withElements(schema, element.schema()), new ListChange(element.change()));
        Predicate<Object> isUnavailable = placeholder.in(schema);
        return isUnavailable == null ? masked : new Masked(masked.schema(), keepingList(isUnavailable, schema, masked));
    }

    private Change keepingList(Predicate<Object> isUnavailable, Schema from, Masked masked) {
        Change change = masked.change();
        boolean isSameType =
                from.valueSchema().type() == masked.schema().valueSchema().type();
        List<String> mark = List.of(placeholder.text());
        return value -> isUnavailable.test(value) ? (isSameType ? value : mark) : change.apply(value);
    }

    private @Nullable Masked map(Schema schema, List<Walk> here, String where) {
        Map<String, Change> named = new LinkedHashMap<>();
        Set<Schema> outcomes = new HashSet<>();
        Change others = entry(schema, Walk.into(here, null), below(where, "*"), outcomes);
        for (String name : Walk.names(here)) {
            Change change = entry(schema, Walk.into(here, name), below(where, name), outcomes);
            named.put(name, change == null ? MapChange.KEEP : change);
        }
        if (others == null && named.values().stream().allMatch(change -> change == MapChange.KEEP)) {
            return null;
        }
        Schema element = common(outcomes, schema.valueSchema());
        if (element == null) {
            trace.refuse(
                    "mask part of " + where,
                    "values of different types (expected one type in a map)",
                    "Mask " + below(where, "*") + " instead.");
            return null;
        }
        Schema target = element.equals(schema.valueSchema()) ? schema : MaskSchemas.withElements(schema, element);
        return new Masked(target, new MapChange(named, others));
    }

    /** What becomes of the entries that these paths lead to; null if nothing. */
    private @Nullable Change entry(Schema map, List<Walk> onward, String where, Set<Schema> outcomes) {
        Walk arrived = Walk.arrived(onward);
        if (arrived != null && arrived.mask().drops()) {
            trace.settled(onward);
            return MapChange.REMOVE;
        }
        Masked masked = compile(map.valueSchema(), onward, where);
        outcomes.add(masked == null ? map.valueSchema() : masked.schema());
        return masked == null ? null : masked.change();
    }

    /** One schema for all values of a map; null if there is none. */
    private static @Nullable Schema common(Set<Schema> outcomes, Schema original) {
        if (outcomes.size() < 2) {
            return outcomes.isEmpty() ? original : outcomes.iterator().next();
        }
        Set<Schema> optional = new HashSet<>();
        outcomes.forEach(each -> optional.add(MaskSchemas.optional(each)));
        boolean isOne = optional.size() == 1 && original.type().isPrimitive();
        return isOne ? optional.iterator().next() : null;
    }
}
