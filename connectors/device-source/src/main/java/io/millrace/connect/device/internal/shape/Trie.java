// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON pointers as a tree of names, each with what is to be done there: a name that comes in the order of the pointers is
 * found by one comparison, others by one look-up.
 */
final class Trie<T> {
    private final String name;
    private final String pointer;
    private final Map<String, Trie<T>> byName = new HashMap<>();
    private final List<Trie<T>> inOrder = new ArrayList<>();
    private final List<T> here = new ArrayList<>();
    private int index;

    private Trie(String name, String pointer) {
        this.name = name;
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
        }
        child.add(at.tail(), what);
    }

    /** The child of this name, which may be the one after the {@code expected}th. */
    @Nullable Trie<T> child(String next, int expected) {
        if (expected < inOrder.size()) {
            Trie<T> likely = inOrder.get(expected);
            if (likely.name.equals(next)) {
                return likely;
            }
        }
        return byName.get(next);
    }

    int index() {
        return index;
    }

    String pointer() {
        return pointer;
    }

    List<T> here() {
        return here;
    }

    boolean isLeaf() {
        return inOrder.isEmpty();
    }
}
