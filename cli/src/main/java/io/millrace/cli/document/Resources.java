// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Sequence;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Documents as the resources that they hold. */
public final class Resources {
    private Resources() {}

    /** The maps among documents; in place of a Kubernetes {@code List}, or of a list of JSON, what it lists. */
    public static Stream<Mapping> unrolled(Collection<? extends Node> documents) {
        return documents.stream().flatMap(Resources::unrolled);
    }

    private static Stream<Mapping> unrolled(Node document) {
        if (document instanceof Sequence list) {
            return unrolled(list.items());
        }
        if (!(document instanceof Mapping map)) {
            return Stream.of();
        }
        boolean isList = map.text("kind").equals(Optional.of("List"));
        return isList && map.get("items").orElse(null) instanceof Sequence items
                ? unrolled(items.items())
                : Stream.of(map);
    }
}
