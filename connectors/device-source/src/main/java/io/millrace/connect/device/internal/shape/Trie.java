// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * JSON pointers as a tree of names, each with what is to be done there: a name that comes in the order of the pointers is
 * found by one comparison, others by one look-up.
 */
final class Trie<T> {
    private static final SerializedString NONE = new SerializedString("");

    private final SerializedString name;
    private final String pointer;
    private final Map<String, Trie<T>> byName = new HashMap<>();
    private final List<Trie<T>> inOrder = new ArrayList<>();
    private final List<T> here = new ArrayList<>();
    private byte[][] names = new byte[0][];
    private int index;

    private Trie(String name, String pointer) {
        this.name = new SerializedString(name);
        this.pointer = pointer;
    }

    static <T> Trie<T> root() {
        return new Trie<>("", "");
    }

    void add(JsonPointer at, T what) {
        if (at.matches()) {
            here.add(what);
            return;
        }
        String next = at.getMatchingProperty();
        Trie<T> child = byName.get(next);
        if (child == null) {
            child = new Trie<>(next, pointer + "/" + next.replace("~", "~0").replace("/", "~1"));
            child.index = inOrder.size();
            byName.put(next, child);
            inOrder.add(child);
            names = inOrder.stream().map(each -> each.name.asQuotedUTF8()).toArray(byte[][]::new);
        }
        child.add(at.tail(), what);
    }

    /** The child of this name, which may be the {@code expected}th. */
    @Nullable Trie<T> child(String next, int expected) {
        if (expected < inOrder.size()) {
            Trie<T> likely = inOrder.get(expected);
            if (likely.name.getValue().equals(next)) {
                return likely;
            }
        }
        return byName.get(next);
    }

    int index() {
        return index;
    }

    /** The name of the child after the {@code expected} first ones; an empty one after the last. */
    SerializedString name(int expected) {
        return expected < inOrder.size() ? inOrder.get(expected).name : NONE;
    }

    String pointer() {
        return pointer;
    }

    List<T> here() {
        return here;
    }

    /** How many children there are. */
    int size() {
        return inOrder.size();
    }

    /** The names of all children, in UTF-8 as JSON writes them. */
    byte[][] names() {
        return names;
    }

    /** Whether anything that is to be done further down is such. */
    boolean anyBelow(Predicate<T> such) {
        return inOrder.stream().anyMatch(child -> child.here.stream().anyMatch(such) || child.anyBelow(such));
    }

    boolean isLeaf() {
        return inOrder.isEmpty();
    }
}
