// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

/** What a fleet of devices uploads: more when told so, and all of it known. */
public interface Uploads {
    /** Adds this many uploads, repeats included. */
    void append(int entries);

    /** Adds uploads until they bring this many new distinct events. */
    void generate(int events);

    /** Uploads so far, repeats included. */
    int size();

    /** What was uploaded so far, each event once. */
    Ledger ledger();
}
