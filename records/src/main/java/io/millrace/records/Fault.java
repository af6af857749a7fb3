// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a value or a schema, found deep inside it; each level on the way out adds its name to the path.
 *
 * <p>Whoever knows where the value came from turns it into a {@link org.apache.kafka.connect.errors.DataException}.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of a longer path the first and the last names are told. */
    private static final int MAX_NAMES = 24;

    private final String found;
    private final @Nullable String remedy;
    /** From the inside out. */
    private final transient List<String> names = new ArrayList<>();

    private int position = -1;

    public Fault(String found) {
        this(found, null);
    }

    public Fault(String found, @Nullable String remedy) {
        super(found, null, false, false);
        this.found = found;
        this.remedy = remedy;
    }

    /** A value of the wrong Java class. */
    public static Fault wrongType(Object value, String expected) {
        return new Fault(value.getClass().getName() + " (expected " + expected + ")");
    }

    /** This fault, seen from one level up. */
    public Fault under(String name) {
        names.add("." + name);
        return this;
    }

    /** This fault, seen from the array or map that holds the element. */
    public Fault inElement() {
        names.add("[]");
        return this;
    }

    /** This fault, found at the byte {@code offset} of the data. */
    public Fault atByte(int offset) {
        position = offset;
        return this;
    }

    /** The path to the fault as a JSON pointer (RFC 6901), with {@code -} for an element of unknown number. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            pointer.append('/')
                    .append(
                            name.equals("[]")
                                    ? "-"
                                    : name.substring(1).replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    public String found() {
        return found;
    }

    /** What to do, when the fault knows better than its surroundings. */
    public String remedyOr(String general) {
        return remedy != null ? remedy : general;
    }

    /** {@code where} followed by the path to the fault: {@code orders value.customers[].id, byte 17}. */
    public String at(String where) {
        StringBuilder text = new StringBuilder(where);
        int elided = names.size() - MAX_NAMES;
        for (int i = names.size() - 1; i >= 0; i--) {
            if (elided > 0 && i == MAX_NAMES / 2 + elided - 1) {
                text.append(".(").append(elided).append(" levels)");
                i -= elided;
            }
            text.append(names.get(i));
        }
        if (position >= 0) {
            text.append(", byte ").append(position);
        }
        return text.toString();
    }
}
