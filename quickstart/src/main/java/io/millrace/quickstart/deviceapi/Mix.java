// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

/** Random numbers by position: the same seed and indexes give the same number, in any order of asking. */
final class Mix {
    private static final int FORWARD_1 = 0x85ebca6b;
    private static final int FORWARD_2 = 0xc2b2ae35;
    private static final int BACK_1 = inverse(FORWARD_1);
    private static final int BACK_2 = inverse(FORWARD_2);

    private Mix() {}

    /** 64 well-mixed bits of {@code a} and {@code b} (the finalizer of SplitMix64). */
    static long hash(long a, long b) {
        long z = a + (b + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static long hash(long a, long b, long c) {
        return hash(hash(a, b), c);
    }

    /** A number from 0 to {@code bound - 1} out of {@code hash}. */
    static int below(long hash, int bound) {
        return (int) Math.floorMod(hash >>> 7, (long) bound);
    }

    /** A permutation of all ints (the finalizer of MurmurHash3), undone by {@link #unscramble}. */
    static int scramble(int value) {
        int h = (value ^ (value >>> 16)) * FORWARD_1;
        h = (h ^ (h >>> 13)) * FORWARD_2;
        return h ^ (h >>> 16);
    }

    static int unscramble(int scrambled) {
        int h = (scrambled ^ (scrambled >>> 16)) * BACK_2;
        h = (h ^ (h >>> 13) ^ (h >>> 26)) * BACK_1;
        return h ^ (h >>> 16);
    }

    private static int inverse(int odd) {
        int x = odd;
        for (int i = 0; i < 5; i++) { // Newton: each step doubles the number of right bits
            x *= 2 - odd * x;
        }
        return x;
    }
}
