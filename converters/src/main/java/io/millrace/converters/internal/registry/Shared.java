// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object for all converters of a worker that have the same settings, for as long as one of them is in use.
 * Thread-safe.
 *
 * @param <K> the settings
 */
final class Shared<K, V> {
    private final Map<K, WeakReference<V>> kept = new HashMap<>();
    private final Function<K, V> maker;

    Shared(Function<K, V> maker) {
        this.maker = maker;
    }

    synchronized V of(K settings) {
        kept.values().removeIf(reference -> reference.get() == null);
        @Nullable WeakReference<V> reference = kept.get(settings);
        V value = reference == null ? null : reference.get();
        if (value == null) {
            value = Objects.requireNonNull(maker.apply(settings));
            kept.put(settings, new WeakReference<>(value));
        }
        return value;
    }
}
