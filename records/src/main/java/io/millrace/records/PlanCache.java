// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was worked out for a schema, so that it is worked out once.
 *
 * <p>Look-up is by schema identity first (one comparison while the schema stays the same object, one probe of an
 * identity table while a task alternates between schemas), then by equality, because some sources build an equal
 * schema for every record. Both are bounded: a source that never repeats a schema costs time, not memory.
 *
 * <p>Thread-safe. Lock-free for a schema object that was seen lately; two threads may compile the same plan, one wins.
 *
 * @param <P> the plan; never null
 */
public final class PlanCache<P> {
    private static final int MAX_PLANS = 4096;
    private static final int MAX_IDENTITIES = 8192;
    private static final int INITIAL_SLOTS = 64;

    private final Function<Schema, P> compiler;
    private final Object lock = new Object();
    private final Map<Schema, P> byEquality = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Schema, P> eldest) {
            return size() > MAX_PLANS;
        }
    };

    private volatile @Nullable Entry<P> last;
    private volatile Table<P> byIdentity = new Table<>(INITIAL_SLOTS);

    public PlanCache(Function<Schema, P> compiler) {
        this.compiler = compiler;
    }

    /** The plan for {@code schema}, compiled now if it is new. What the compiler throws is not remembered. */
    public P get(Schema schema) {
        Entry<P> recent = last;
        if (recent != null && recent.schema == schema) {
            return recent.plan;
        }
        Entry<P> entry = byIdentity.find(schema);
        if (entry == null) {
            entry = admit(schema);
        }
        last = entry;
        return entry.plan;
    }

    private Entry<P> admit(Schema schema) {
        P plan;
        synchronized (lock) {
            plan = byEquality.get(schema);
        }
        P found = plan != null ? plan : compiler.apply(schema);
        synchronized (lock) {
            P earlier = byEquality.putIfAbsent(schema, found);
            Entry<P> entry = new Entry<>(schema, earlier != null ? earlier : found);
            Table<P> table = byIdentity;
            if (table.count == MAX_IDENTITIES) {
                table = new Table<>(INITIAL_SLOTS);
            } else if (table.isHalfFull()) {
                table = table.grown();
            }
            table.insert(entry);
            byIdentity = table;
            return entry;
        }
    }

    private record Entry<P>(Schema schema, P plan) {}

    /**
     * An open-addressed identity table, written under the cache's lock and read without it. A reader that misses an
     * entry being written takes the slow path; one that sees it sees it whole, since its fields are final.
     */
    private static final class Table<P> {
        private final @Nullable Entry<P>[] slots;
        private int count;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Table(int capacity) {
            this.slots = new Entry[capacity];
        }

        @Nullable Entry<P> find(Schema schema) {
            int mask = slots.length - 1;
            for (int i = System.identityHashCode(schema) & mask; ; i = (i + 1) & mask) {
                Entry<P> entry = slots[i];
                if (entry == null || entry.schema == schema) {
                    return entry;
                }
            }
        }

        boolean isHalfFull() {
            return count * 2 >= slots.length;
        }

        Table<P> grown() {
            Table<P> larger = new Table<>(slots.length * 2);
            for (Entry<P> entry : slots) {
                if (entry != null) {
                    larger.insert(entry);
                }
            }
            return larger;
        }

        void insert(Entry<P> added) {
            int mask = slots.length - 1;
            int i = System.identityHashCode(added.schema) & mask;
            while (slots[i] != null) {
                i = (i + 1) & mask;
            }
            slots[i] = added;
            count++;
        }
    }
}
