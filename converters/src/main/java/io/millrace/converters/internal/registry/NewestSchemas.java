// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest schemas of subjects, each asked for once in a while. Thread-safe. */
public final class NewestSchemas {
    /**
     * How long, and for how many subjects, an answer is kept.
     *
     * @param time null for as long as this lives
     */
    public record Keep(@Nullable Duration time, int subjects) {
        public static final Keep FOREVER = new Keep(null, 1_000);
    }

    /** An answer, and until when it is good; it is the same object as long as it is. */
    public record Newest(RegisteredSchema schema, Deadline good) {}

    private final Registry registry;
    private final Keep keep;
    private final LongSupplier nanoClock;
    private final Map<String, Newest> kept = new ConcurrentHashMap<>();

    public NewestSchemas(Registry registry, Keep keep, LongSupplier nanoClock) {
        this.registry = registry;
        this.keep = keep;
        this.nanoClock = nanoClock;
    }

    /** The newest schema of {@code subject}, among those that have all of {@code metadata}, always the same for one subject. */
    public Newest of(String subject, Map<String, String> metadata, String where) {
        Newest known = kept.get(subject);
        if (known != null && !known.good.isOver(nanoClock)) {
            return known;
        }
        RegisteredSchema schema = registry.newest(subject, metadata, where);
        if (kept.size() >= keep.subjects) {
            kept.clear();
        }
        Newest newest = new Newest(schema, Deadline.in(keep.time, nanoClock));
        kept.put(subject, newest);
        return newest;
    }
}
