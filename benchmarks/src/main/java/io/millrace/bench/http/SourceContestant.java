// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Names;

/** Which sources take part. */
enum SourceContestant {
    /** The floor: pages are fetched, and that is all. */
    FETCH,
    /** Each event's own text, and its key. */
    MILLRACE_SOURCE_RAW,
    /** A struct of all fields, its key and its timestamp. */
    MILLRACE_SOURCE_DECLARED,
    /** What open sources usually do: a tree of the page, and each event written as text again. */
    READTREE_SOURCE;

    /** As it stands in tables: {@code millrace-source-raw}. */
    String text() {
        return Names.text(this);
    }

    PageSource source(String url, int limit) {
        return switch (this) {
            case FETCH -> new FetchSource(url, limit);
            case MILLRACE_SOURCE_RAW -> new TaskSource(url, limit, Contestant.MILLRACE_RAW.props());
            case MILLRACE_SOURCE_DECLARED -> new TaskSource(url, limit, Contestant.MILLRACE_DECLARED.props());
            case READTREE_SOURCE -> new TreeSource(url, limit);
        };
    }
}
