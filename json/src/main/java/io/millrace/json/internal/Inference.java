// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

/** How types are learned. */
public record Inference(
        Conflicts conflicts,
        WideNumbers numbers,
        WideObjects wideObjects,
        Empty empty,
        Timestamps timestamps,
        int maxObjectFields,
        int maxFields,
        int maxDepth) {
    /** What becomes of a field that has been a number, a string or a boolean and now is another of them. */
    public enum Conflicts {
        STRING,
        FAIL
    }

    /** What becomes of a field whose numbers neither int64 nor float64 holds exactly. */
    public enum WideNumbers {
        STRING,
        DECIMAL,
        FAIL
    }

    /** What becomes of an object with too many fields. */
    public enum WideObjects {
        JSON,
        MAP
    }

    /** What becomes of a field that has only been an empty array or an empty object. */
    public enum Empty {
        OMIT,
        JSON
    }

    /** What text that is a point in time becomes. */
    public enum Timestamps {
        NONE,
        TIMESTAMP,
        ZONED_TIMESTAMP
    }

    static final Inference DEFAULTS = new Inference(
            Conflicts.STRING, WideNumbers.STRING, WideObjects.JSON, Empty.OMIT, Timestamps.NONE, 200, 2_000, 16);
}
