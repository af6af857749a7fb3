// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.transforms.internal.mask.Mask.Masked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Masks schemaless values: follows the paths anew in each. Thread-safe. */
final class SchemalessMask {
    private final List<Walk> walks;
    private final MetadataNames names;
    private final Predicate<Object> isUnavailable;

    SchemalessMask(List<Walk> walks, MetadataNames names, Placeholder placeholder) {
        this.walks = walks;
        this.names = names;
        this.isUnavailable = Objects.requireNonNull(placeholder.in(Schema.STRING_SCHEMA))
                .or(Objects.requireNonNull(placeholder.in(Schema.BYTES_SCHEMA)));
    }

    /** A masked copy of a key or value; itself where there is nothing to mask. */
    @Nullable Object apply(Object value, MaskTrace trace) {
        if (!(value instanceof Map<?, ?> map) || Walk.arrived(walks) != null) {
            return walk(value, walks, trace);
        }
        MaskLayout layout =
                MaskLayout.of(walks, names, map::containsKey, (image, name) -> isColumn(map.get(image), name));
        if (isImageless(map, layout)) {
            walks.forEach(trace::found); // a truncate has no columns to miss
        }
        return laidOut(map, layout, trace);
    }

    private static boolean isImageless(Map<?, ?> map, MaskLayout layout) {
        int images = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (layout.isImage(String.valueOf(entry.getKey()))) {
                images++;
                if (entry.getValue() != null) {
                    return false;
                }
            }
        }
        return images == 2;
    }

    private static boolean isColumn(@Nullable Object image, String name) {
        return image instanceof Map<?, ?> map && map.containsKey(name);
    }

    private Map<?, ?> laidOut(Map<?, ?> map, MaskLayout layout, MaskTrace trace) {
        Map<?, ?> masked = fields(map, layout::into, layout::isImage, trace);
        Set<String> dropped = new HashSet<>(layout.dropped(names(map)));
        map.forEach((name, value) -> {
            if (value instanceof Map<?, ?> image && name instanceof String field && layout.isImage(field)) {
                dropped.addAll(layout.dropped(names(image)));
            }
        });
        return dropped.isEmpty() ? masked : withoutNames(masked, layout, dropped);
    }

    private static List<String> names(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    private static Map<?, ?> withoutNames(Map<?, ?> masked, MaskLayout layout, Set<String> dropped) {
        return withoutNames(masked, layout::isNameList, layout::isNest, dropped);
    }

    private static Map<?, ?> withoutNames(
            Map<?, ?> map, Predicate<String> isNameList, Predicate<String> isNest, Set<String> dropped) {
        Map<Object, @Nullable Object> result = new LinkedHashMap<>(map);
        result.replaceAll((name, value) -> {
            String field = String.valueOf(name);
            if (value instanceof List<?> list && isNameList.test(field)) {
                return MaskCompiler.without(list, dropped);
            }
            return value instanceof Map<?, ?> nest && isNest.test(field)
                    ? withoutNames(nest, MaskLayout::isNestedNameList, none -> false, dropped)
                    : value;
        });
        return result;
    }

    private @Nullable Object walk(Object value, List<Walk> here, MaskTrace trace) {
        Walk arrived = Walk.arrived(here);
        if (arrived != null) {
            trace.settled(here);
            return masked(value, arrived, trace);
        }
        if (value instanceof Map<?, ?> map) {
            return fields(map, name -> Walk.into(here, name), name -> false, trace);
        }
        return value instanceof List<?> list ? elements(list, Walk.into(here, null), trace) : value;
    }

    private @Nullable Object masked(Object value, Walk arrived, MaskTrace trace) {
        Mask mask = arrived.mask();
        if (!mask.isConstant() && isUnavailable.test(value)) {
            return value;
        }
        Schema schema = MaskSchemas.of(value);
        Masked masked = schema == null ? null : mask.on(schema);
        if (schema == null) {
            String type = value.getClass().getSimpleName();
            trace.refuse("mask " + arrived.path(), type + " (expected a type of Connect's)", "Check the converter.");
        } else if (masked == null) {
            trace.unfit(arrived.path().toString(), mask, schema);
        }
        return masked == null ? value : masked.change().apply(value);
    }

    /** {@code isPassable} says of which fields a null is no sign that what lies below them is there. */
    private Map<?, ?> fields(
            Map<?, ?> map, Function<String, List<Walk>> into, Predicate<String> isPassable, MaskTrace trace) {
        Map<Object, @Nullable Object> result = null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            List<Walk> onward = into.apply(name);
            if (onward.isEmpty()) {
                continue;
            }
            Object value = entry.getValue();
            Walk arrived = Walk.arrived(onward);
            if (value == null && !isPassable.test(name)) {
                onward.forEach(trace::found);
            }
            if (arrived != null && arrived.mask().drops()) {
                trace.settled(onward);
                result = result == null ? new LinkedHashMap<>(map) : result;
                result.remove(entry.getKey());
                continue;
            }
            Object changed = value == null ? null : walk(value, onward, trace);
            if (changed != value) {
                result = result == null ? new LinkedHashMap<>(map) : result;
                result.put(entry.getKey(), changed);
            }
        }
        return result == null ? map : result;
    }

    private List<?> elements(List<?> list, List<Walk> onward, MaskTrace trace) {
        Walk arrived = Walk.arrived(onward);
        if (arrived != null && arrived.mask().drops()) {
            trace.unfit(arrived.path().toString(), arrived.mask(), MaskSchemas.LIST);
        }
        if (list.isEmpty()) {
            onward.forEach(trace::found);
        }
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (Object each : list) {
            result.add(each == null || onward.isEmpty() ? each : walk(each, onward, trace));
        }
        return result;
    }
}
