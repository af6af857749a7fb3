// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.lang.ref.WeakReference;
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
 * schema for every record. Both are bounded: a source that never repeats a schema costs time, not memory, and schema
 * objects that are only equal to one known are not kept from the garbage collector.
 *
 * <p>Thread-safe. Lock-free for a schema object that was seen lately; two threads may compile the same plan, one wins.
 *
 * @param <P> the plan; never null
 */
public final class PlanCache<P> {
    private static final int MAX_PLANS = 4096;
    private static final int MAX_IDENTITIES = 8192;
    private static final int INITIAL_SLOTS = 64;

    private static final int NOTED = 16;

    private final Function<Schema, P> compiler;
    private final Object lock = new Object();
    private final Map<SchemaKey, Known<P>> byEquality = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaKey, Known<P>> eldest) {
            return size() > MAX_PLANS;
        }
    };

    /** Neither is volatile: every thread finds an entry that is whole, or an older one and looks further. */
    private @Nullable Entry<P> last;

    private int repeats;
    private volatile Table<P> byIdentity = new Table<>(INITIAL_SLOTS);

    public PlanCache(Function<Schema, P> compiler) {
        this.compiler = compiler;
    }

    /** The plan for {@code schema}, compiled now if it is new. What the compiler throws is not remembered. */
    public P get(Schema schema) {
        Entry<P> recent = last;
        if (recent != null && recent.refersTo(schema)) {
            return recent.plan;
        }
        Entry<P> entry = byIdentity.find(schema);
        if (entry == null) {
            if (recent != null && isOneOfMany(recent, schema)) {
                return recent.plan;
            }
            entry = admit(schema);
        }
        last = entry;
        return entry.plan;
    }

    /**
     * Whether this is yet another object equal to the schema before it. As there may be one for every record, not all of
     * them are written down: one that comes back is soon among those that are.
     */
    private boolean isOneOfMany(Entry<P> recent, Schema schema) {
        return ++repeats % NOTED != 0 && SchemaKey.same(recent.known.schema, schema);
    }

    private Entry<P> admit(Schema schema) {
        SchemaKey key = new SchemaKey(schema);
        synchronized (lock) {
            Known<P> known = byEquality.get(key);
            if (known != null) {
                return identified(schema, known);
            }
        }
        P compiled = compiler.apply(schema);
        synchronized (lock) {
            return identified(schema, byEquality.computeIfAbsent(key, absent -> new Known<>(schema, compiled)));
        }
    }

    private Entry<P> identified(Schema schema, Known<P> known) {
        Entry<P> entry = new Entry<>(schema, known);
        Table<P> table = byIdentity;
        if (table.isHalfFull()) {
            table = table.swept();
        }
        table.insert(entry);
        byIdentity = table;
        return entry;
    }

    /** A plan, and the first of the equal schemas that it is for. */
    private record Known<P>(Schema schema, P plan) {}

    /** One schema object. Weak: one that is only equal to a known one may go when the records that brought it are gone. */
    private static final class Entry<P> extends WeakReference<Schema> {
        private final Known<P> known;
        private final P plan;
        private final int hash;

        Entry(Schema schema, Known<P> known) {
            super(schema);
            this.known = known;
            this.plan = known.plan;
            this.hash = System.identityHashCode(schema);
        }
    }

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
                if (entry == null || entry.refersTo(schema)) {
                    return entry;
                }
            }
        }

        boolean isHalfFull() {
            return count * 2 >= slots.length;
        }

        /** A table with room, without schemas that are gone; an empty one where too many live. */
        Table<P> swept() {
            int living = 0;
            for (Entry<P> entry : slots) {
                living += isLiving(entry) ? 1 : 0;
            }
            if (living >= MAX_IDENTITIES) {
                return new Table<>(INITIAL_SLOTS);
            }
            Table<P> next = new Table<>(living * 4 >= slots.length ? slots.length * 2 : slots.length);
            for (Entry<P> entry : slots) {
                if (isLiving(entry)) {
                    next.insert(entry);
                }
            }
            return next;
        }

        private static boolean isLiving(@Nullable Entry<?> entry) {
            return entry != null && !entry.refersTo(null);
        }

        void insert(Entry<P> added) {
            int mask = slots.length - 1;
            int i = added.hash & mask;
            while (slots[i] != null) {
                i = (i + 1) & mask;
            }
            slots[i] = added;
            count++;
        }
    }
}
