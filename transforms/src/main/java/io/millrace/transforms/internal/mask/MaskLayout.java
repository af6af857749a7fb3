// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.changes.internal.event.MetadataNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where paths begin in a key or value. A path names a column: in an envelope it begins in the images of the row before and
 * after, in a row also in the image before, if it has one. What is no column is reached from the outside, by name:
 * wildcards leave metadata alone.
 */
final class MaskLayout {
    private static final Set<String> NAME_LISTS = Set.of("changed", "unavailable");

    private final List<Walk> walks;
    private final List<Walk> named;
    private final Set<String> images;
    private final Predicate<String> isMetadata;
    private final MetadataNames names;

    private MaskLayout(
            List<Walk> walks, List<Walk> named, Set<String> images, MetadataNames names, Predicate<String> isMetadata) {
        this.walks = walks;
        this.named = named;
        this.images = images;
        this.names = names;
        this.isMetadata = isMetadata;
    }

    /** The layout of a value that has these fields; {@code columns} says what their images hold. */
    static MaskLayout of(List<Walk> walks, MetadataNames names, Predicate<String> has, Columns columns) {
        boolean hasNest = !names.nest().isEmpty() && has.test(names.nest());
        for (String prefix : List.of("", names.prefix())) {
            boolean hasOrigin = hasNest || has.test(prefix + "op");
            boolean isPair = has.test(prefix + "before") || has.test("source");
            if (hasOrigin && isPair && has.test(prefix + "after")) {
                return envelope(walks, names, Set.of(prefix + "before", prefix + "after"), columns);
            }
        }
        boolean isPrefixed =
                !names.prefix().isEmpty() && (has.test(names.prefixed("op")) || has.test(names.prefixed("deleted")));
        return new MaskLayout(
                walks,
                walks.stream().filter(Walk::isNamed).toList(),
                isPrefixed || hasNest ? Set.of(names.prefixed("before")) : Set.of(),
                names,
                field -> names.isNest(field) || (isPrefixed && field.startsWith(names.prefix())));
    }

    private static MaskLayout envelope(List<Walk> walks, MetadataNames names, Set<String> images, Columns columns) {
        List<Walk> named = new ArrayList<>(walks);
        named.removeIf(walk -> !walk.isNamed() || isColumn(walk, images, columns));
        return new MaskLayout(walks, named, images, names, field -> true);
    }

    private static boolean isColumn(Walk walk, Set<String> images, Columns columns) {
        String first = Walk.names(List.of(walk)).iterator().next();
        return images.stream().anyMatch(image -> columns.has(image, first));
    }

    /** Says whether the image in a field has a column. */
    interface Columns {
        boolean has(String image, String column);
    }

    /** Whether a field holds an image of the row, with its columns. */
    boolean isImage(String field) {
        return images.contains(field);
    }

    /** Where the paths are within this field. */
    List<Walk> into(String field) {
        if (!isImage(field)) {
            return Walk.into(isMetadata.test(field) ? named : walks, field);
        }
        List<Walk> onward = new ArrayList<>(walks);
        images.forEach(image -> onward.addAll(Walk.into(named, image)));
        return onward;
    }

    /** Whether a field lists names of columns, from which those of dropped columns are to go. */
    boolean isNameList(String field) {
        if (!isMetadata.test(field)) {
            return false;
        }
        boolean isPrefixed = field.startsWith(names.prefix());
        return NAME_LISTS.contains(isPrefixed ? field.substring(names.prefix().length()) : field);
    }

    /** Whether a field holds the metadata, lists of names among them. */
    boolean isNest(String field) {
        return names.isNest(field) && isMetadata.test(field);
    }

    /** Whether a field of {@link #isNest} lists names of columns. */
    static boolean isNestedNameList(String field) {
        return NAME_LISTS.contains(field);
    }

    /** Those of these columns that are dropped. */
    Set<String> dropped(Collection<String> columns) {
        Set<String> dropped = new HashSet<>();
        for (String column : columns) {
            Walk arrived = Walk.arrived(Walk.into(walks, column));
            if (arrived != null && arrived.mask().drops()) {
                dropped.add(column);
            }
        }
        return dropped;
    }
}
