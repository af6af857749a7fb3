// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a value or a schema, found deep inside it; each level on the way out adds its name to the path.
 *
 * <p>Internal: the converter turns it into a {@link org.apache.kafka.connect.errors.DataException}.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final @Nullable String remedy;
    private String path = "";

    public Fault(String found) {
        this(found, null);
    }

    public Fault(String found, @Nullable String remedy) {
        super(found, null, false, false);
        this.found = found;
        this.remedy = remedy;
    }

    /** A value of the wrong Java class. */
    static Fault wrongType(Object value, String expected) {
        return new Fault(value.getClass().getName() + " (expected " + expected + ")");
    }

    /** This fault, seen from one level up. */
    Fault under(String name) {
        path = path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path;
        return this;
    }

    /** This fault, seen from the array or map that holds the element. */
    Fault inElement() {
        path = path.isEmpty() || path.startsWith("[") ? "[]" + path : "[]." + path;
        return this;
    }

    public String found() {
        return found;
    }

    /** What to do, when the fault knows better than its surroundings. */
    public String remedyOr(String general) {
        return remedy != null ? remedy : general;
    }

    /** {@code where} followed by the path to the fault: {@code orders value.customer.id}. */
    public String at(String where) {
        if (path.isEmpty()) {
            return where;
        }
        return path.startsWith("[") ? where + path : where + "." + path;
    }
}
