// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for each topic, for at most a thousand of them: the one not read for the longest time goes first.
 * Thread-safe; without a lock while records come from one topic.
 */
final class Topics<T> {
    static final int MAX_TOPICS = 1_000;

    private record Kept<T>(String topic, T value) {}

    private final Supplier<T> maker;
    private final Map<String, Kept<T>> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept<T>> eldest) {
            return size() > MAX_TOPICS;
        }
    };
    private volatile @Nullable Kept<T> last;

    Topics(Supplier<T> maker) {
        this.maker = maker;
    }

    T get(String topic) {
        Kept<T> recent = last;
        if (recent != null && recent.topic.equals(topic)) {
            return recent.value;
        }
        synchronized (entries) {
            Kept<T> entry = entries.computeIfAbsent(topic, name -> new Kept<>(name, maker.get()));
            last = entry;
            return entry.value;
        }
    }
}
