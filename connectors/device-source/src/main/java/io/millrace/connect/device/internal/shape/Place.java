// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in records, and the fields whose value may be there. */
final class Place {
    private final int index;
    private final String label;
    private final List<Taker> takers = new ArrayList<>();
    private boolean isInside;
    private boolean takesJson;
    private @Nullable Slot only;

    /**
     * One of the fields.
     *
     * @param rank which of the field's places this is
     */
    record Taker(Slot slot, int rank) {
        int index() {
            return slot.field().index();
        }
    }

    private Place(int index, String label) {
        this.index = index;
        this.label = label;
    }

    /** The places of all {@code slots}, numbered, by where they are. */
    static Map<JsonPointer, Place> of(List<Slot> slots) {
        Map<JsonPointer, Place> places = new LinkedHashMap<>();
        for (Slot slot : slots) {
            for (int rank = 0; rank < slot.sources().size() && !slot.isWhole(); rank++) {
                JsonPointer at = slot.sources().get(rank).pointer();
                Place place = places.get(at);
                if (place == null) {
                    String name = at.toString();
                    boolean isTop = name.indexOf('/', 1) < 0;
                    place = new Place(places.size(), isTop ? at.getMatchingProperty() : name);
                    places.put(at, place);
                }
                place.takers.add(new Taker(slot, rank));
                place.takesJson |= slot.isJson();
            }
        }
        places.forEach((outer, around) -> places.forEach((at, place) ->
                place.isInside |= around.takesJson() && at.toString().startsWith(outer + "/")));
        places.values().forEach(Place::settle);
        return places;
    }

    private void settle() {
        Slot first = takers.get(0).slot;
        only = takers.size() == 1 && first.sources().size() == 1 ? first : null;
    }

    /** The field that may be here and nowhere else, if it is the one; null if it is not as simple as that. */
    @Nullable Slot only() {
        return only;
    }

    int index() {
        return index;
    }

    /** What it is called among unknown fields. */
    String label() {
        return label;
    }

    List<Taker> takers() {
        return takers;
    }

    /** Whether a value here stays part of another field's text in any case. */
    boolean isInside() {
        return isInside;
    }

    /** Whether objects and arrays can be taken. */
    boolean takesJson() {
        return takesJson;
    }

    /** Whether fields that may be here may be elsewhere as well. */
    boolean isContested() {
        return takers.stream().anyMatch(taker -> taker.slot.sources().size() > 1);
    }

    /** Whether a record without it has a field less for sure. */
    boolean isOnly() {
        return takers.stream().anyMatch(taker -> taker.slot.sources().size() == 1 && taker.slot.filler() == null);
    }
}
