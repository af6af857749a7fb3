/** Measures Millrace side by side with its peers: a small harness, one package per question. Never published. */
package io.millrace.bench;
