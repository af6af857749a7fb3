// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.connect.device.internal.shape.Place.Taker;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Structs whose fields come from places of their own in the JSON: values go from token to slot without a tree. A field of
 * several places has the value of the first that has one, in whatever order they come; what is at the others counts as
 * unknown.
 */
final class MappedShape implements RecordShape {
    private static final long ABSENT = -1;
    private static final long NULL = -2;
    private static final int NONE = Integer.MAX_VALUE;

    private final Plan plan;
    private final Parts parts;
    private final Paths paths;
    private final Picked[] picked;
    private final Trie<Place> root = Trie.root();
    /** Those whose value may be left for another's. */
    private final List<Place> contested;

    private final List<Slot> whole;
    private final Overflow overflow;
    private final boolean keepsUnknown;
    /** Of this record by place: where its value begins, or that there is none. */
    private final long[] begins;

    private final long[] ends;
    /** Of this record by field: which of its places gave the value, and what is wrong with it there. */
    private final int[] ranks;

    private final @Nullable Fault[] faults;
    private boolean isAnyLeft;
    /** Whether each field has one place, and each place one field. */
    private final boolean isSimple;

    /**
     * What is read, and how.
     *
     * @param key the field that records have as key where no other is configured; null for none
     * @param overflow the field, of JSON text, that keeps what no field comes from; null for none
     */
    record Plan(
            String label,
            Schema schema,
            List<Slot> slots,
            @Nullable Field key,
            @Nullable Field overflow,
            UnknownFields unknown) {}

    MappedShape(Plan plan, Parts parts) {
        this.plan = plan;
        this.parts = parts;
        this.paths = Paths.of(plan.schema, parts.pointers());
        this.picked = new Picked[parts.pointers().size()];
        var places = Place.of(plan.slots);
        places.forEach(root::add);
        this.contested = places.values().stream()
                .filter(place -> place.isContested() && !place.isInside())
                .toList();
        this.isSimple = places.values().stream().allMatch(place -> place.only() != null);
        this.whole = plan.slots.stream().filter(Slot::isWhole).toList();
        this.keepsUnknown = plan.unknown == UnknownFields.KEEP && plan.overflow != null && whole.isEmpty();
        this.overflow =
                new Overflow(plan.overflow == null ? plan.schema.fields().get(0) : plan.overflow); // not used without
        this.begins = new long[places.size()];
        this.ends = new long[places.size()];
        this.ranks = new int[plan.schema.fields().size()];
        this.faults = new @Nullable Fault[ranks.length];
    }

    @Override
    public String label() {
        return plan.label;
    }

    @Override
    public boolean needsObjects() {
        return true;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new Fault(JsonInput.describe(token) + " (expected an object)");
        }
        long from = whole.isEmpty() ? 0 : in.begin();
        clear();
        Struct struct = new Struct(plan.schema);
        @Nullable Object[] values = Structs.open(struct);
        fill(in, root, values);
        finish(in, from, values);
        overflow.into(values);
        Structs.close(struct, values);
        paths.pick(struct, picked);
        return plan.key == null
                ? parts.shaped(picked, plan.schema, struct)
                : parts.shaped(picked, plan.key.schema(), values[plan.key.index()], plan.schema, struct);
    }

    private void clear() {
        Arrays.fill(begins, ABSENT);
        if (!isSimple) {
            Arrays.fill(ranks, NONE);
            Arrays.fill(faults, null);
            isAnyLeft = false;
        }
        overflow.clear();
    }

    private void fill(JsonInput in, Trie<Place> at, @Nullable Object[] values) throws IOException {
        JsonParser parser = in.parser();
        int next = 0;
        for (String name = in.nextName(at.name(0)); name != null; name = in.nextName(at.name(next))) {
            JsonToken token = parser.nextToken();
            Trie<Place> child = at.child(name, next);
            if (child == null) {
                unknown(in, at.pointer(), name);
                continue;
            }
            next = child.index() + 1;
            if (leadsOn(child, token)) {
                fill(in, child, values);
            } else if (!child.here().isEmpty()) {
                put(in, token, child, values);
            } else if (token != JsonToken.VALUE_NULL) {
                requireMore(child, token);
                unknown(in, at.pointer(), name);
            }
        }
    }

    private static boolean leadsOn(Trie<Place> at, JsonToken token) {
        return token == JsonToken.START_OBJECT
                && !at.isLeaf()
                && (at.here().isEmpty() || !at.here().get(0).takesJson());
    }

    /** There is no object where fields come from: they are missing, unless they may be elsewhere. */
    private static void requireMore(Trie<Place> at, JsonToken token) {
        if (at.anyBelow(Place::isOnly)) {
            throw new Fault(JsonInput.describe(token) + " (expected an object)");
        }
    }

    /** Looks for fields in an object that is kept whole. */
    private void fillInside(JsonInput in, Trie<Place> at, @Nullable Object[] values) throws IOException {
        JsonParser parser = in.parser();
        int next = 0;
        int found = 0;
        for (String name = in.nextName(at.name(0)); name != null; name = in.nextName(at.name(next))) {
            JsonToken token = parser.nextToken();
            Trie<Place> child = at.child(name, next);
            if (child == null) {
                parser.skipChildren();
                continue;
            }
            next = child.index() + 1;
            found++;
            if (!child.here().isEmpty()) {
                put(in, token, child, values);
            } else if (token == JsonToken.START_OBJECT) {
                fillInside(in, child, values);
            } else {
                parser.skipChildren();
            }
            if (found == at.size() && in.skipRest(at.names())) {
                return;
            }
        }
    }

    private void put(JsonInput in, JsonToken token, Trie<Place> at, @Nullable Object[] values) throws IOException {
        Place place = at.here().get(0);
        if (begins[place.index()] != ABSENT) {
            throw new Fault("the same field twice (expected once)");
        }
        Slot only = place.only();
        if (only != null && at.isLeaf()) {
            begins[place.index()] = NULL; // nothing that could be left
            if (token != JsonToken.VALUE_NULL) {
                values[only.field().index()] = only.sources().get(0).reader().read(in, token);
            } else if (only.refusesNull()) {
                throw new Fault("null (expected " + only.expected() + ")");
            }
            return;
        }
        putContested(in, token, at, values);
    }

    private void putContested(JsonInput in, JsonToken token, Trie<Place> at, @Nullable Object[] values)
            throws IOException {
        Place place = at.here().get(0);
        List<Taker> takers = place.takers();
        if (token == JsonToken.VALUE_NULL) {
            begins[place.index()] = NULL;
            for (int i = 0; i < takers.size(); i++) {
                if (takers.get(i).slot().refusesNull()) {
                    throw new Fault("null (expected " + takers.get(i).slot().expected() + ")");
                }
            }
            return;
        }
        long begin = in.begin();
        begins[place.index()] = begin;
        String text = token.isStructStart() ? pass(in, token, at, values, begin) : null;
        for (int i = 0; i < takers.size(); i++) {
            take(in, token, takers.get(i), values, text);
        }
        in.parser().finishToken();
        ends[place.index()] = in.end();
    }

    /** Goes to the end of an object or array; its text, if a field takes that. */
    private @Nullable String pass(JsonInput in, JsonToken token, Trie<Place> at, @Nullable Object[] values, long begin)
            throws IOException {
        if (token == JsonToken.START_OBJECT && !at.isLeaf()) {
            fillInside(in, at, values);
        } else {
            in.parser().skipChildren();
        }
        return at.here().get(0).takesJson() ? in.textFrom(begin) : null;
    }

    private void take(JsonInput in, JsonToken token, Taker taker, @Nullable Object[] values, @Nullable String text)
            throws IOException {
        int index = taker.index();
        if (ranks[index] != NONE) {
            isAnyLeft = true;
            if (ranks[index] < taker.rank()) {
                return;
            }
        }
        ranks[index] = taker.rank();
        faults[index] = null;
        try {
            values[index] = text != null && taker.slot().isJson()
                    ? text
                    : taker.slot().sources().get(taker.rank()).reader().read(in, token);
        } catch (Fault fault) {
            if (taker.rank() == 0) {
                throw fault;
            }
            values[index] = null;
            faults[index] = fault; // unless a better place has a value
        }
    }

    private void finish(JsonInput in, long from, @Nullable Object[] values) {
        List<Slot> all = plan.slots;
        for (int i = 0; i < all.size(); i++) {
            Slot slot = all.get(i);
            int index = slot.field().index();
            if (values[index] == null) {
                if (faults[index] != null) {
                    throw slot.under(faults[index], ranks[index]);
                } else if (slot.filler() != null) {
                    values[index] = slot.filler().get();
                } else if (slot.isRequired() && !slot.isWhole()) {
                    throw slot.missing();
                }
            }
        }
        for (int i = 0; i < whole.size(); i++) {
            values[whole.get(i).field().index()] = in.textFrom(from);
        }
        if (isAnyLeft && keepsUnknown) {
            keepLeft(in);
        }
    }

    /** Keeps what fields had at places other than the one that gave the value. */
    private void keepLeft(JsonInput in) {
        for (int i = 0; i < contested.size(); i++) {
            Place place = contested.get(i);
            long begin = begins[place.index()];
            if (begin >= 0 && isLeft(place)) {
                overflow.add(place.label(), in.text(begin, ends[place.index()]));
            }
        }
    }

    private boolean isLeft(Place place) {
        List<Taker> takers = place.takers();
        for (int i = 0; i < takers.size(); i++) {
            if (ranks[takers.get(i).index()] == takers.get(i).rank()) {
                return false;
            }
        }
        return true;
    }

    private void unknown(JsonInput in, String parent, String name) throws IOException {
        if (keepsUnknown) {
            overflow.add(parent.isEmpty() ? name : parent + "/" + name, in.slice());
            return;
        }
        boolean isKept = plan.unknown == UnknownFields.KEEP && !whole.isEmpty();
        if (!isKept && plan.unknown != UnknownFields.DROP) {
            throw new Fault("a field that the shape does not have");
        }
        in.parser().skipChildren(); // kept with the whole, or not wanted
    }
}
