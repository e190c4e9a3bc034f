// Every code that an issue about a scenario may carry, with the arguments of its sentence. The words are made
// in app/, in the reader's language; a test of the reader holds a case of each.
//
// "found", "expected" and "nearest" are said behind any sentence. An argument with '?' may be absent.
#pragma once

#include <array>
#include <string_view>

namespace nueves::scenario {

struct IssueCode {
    std::string_view code;
    std::string_view arguments; // separated by blanks
};

inline constexpr std::array kIssueCodes = std::to_array<IssueCode>({
    // clang-format off
    // The text
    {"syntax", "found? expected?"},                 // no JSON
    {"doubled-key", "found firstLine"},             // twice in one object
    {"too-deep", "expected"},                       // levels of nesting
    {"too-large", "found? expected"},               // bytes, values, members
    {"number-range", "found expected"},                      // a literal that no double holds
    // Keys and types
    {"wrong-version", "found expected"},            // `nueves`
    {"wrong-type", "found expected"},               // a list where a text is due ...
    {"missing-key", "key example"},
    {"unknown-key", "found in nearest?"},           // in: the kind of object
    {"key-of-another-kind", "found kind"},          // known, but not for this kind or combination
    {"not-in-this-version", "found order"},         // of a later work order
    {"exactly-one", "found expected"},              // "every | probability"
    {"unknown-word", "found expected nearest?"},
    {"unknown-kind", "found nearest?"},
    {"kind-does-not-fit", "found expected"},        // a disk as a system ...
    {"unknown-effect", "found nearest?"},
    {"missing-size", "found example"},              // of an effect
    {"malformed-id", "found expected"},
    // Merging
    {"unknown-preset", "found nearest?"},
    {"unknown-design", "found nearest?"},
    {"circle", "key found"},                        // use, extends, imports; things that depend on themselves
    {"patch-hits-nothing", "found nearest?"},
    {"path-leaves-folder", "found expected"},
    {"absent-file", "found"},                       // of extends, imports, Empirical
    {"folder-instead-of-file", "found"},
    {"unreadable-file", "found"},
    // Values
    {"malformed-quantity", "found expected"},
    {"unknown-unit", "found expected nearest?"},
    {"wrong-dimension", "found expected"},
    {"bare-number", "found expected"},
    {"out-of-range", "found expected"},
    {"malformed-law", "found expected"},
    {"unknown-law", "found expected nearest?"},
    {"bare-clock", "found expected"},               // a bare duration as `every`
    {"malformed-record", "found expected"},
    {"unknown-record", "found expected nearest?"},
    {"unknown-column", "found expected"},           // of a CSV file
    {"malformed-window", "found expected"},
    {"window-never-opens", "found"},
    {"malformed-date", "found expected"},
    {"before-start", "found expected"},
    {"unknown-zone", "found nearest?"},
    {"unknown-holidays", "found nearest?"},
    {"unknown-currency", "found expected"},
    {"no-rate", "found expected"},                  // found: currency, expected: the scenario's
    {"malformed-reference", "found expected"},
    {"malformed-expression", "found expected nearest?"},
    // Names
    {"doubled-name", "found other"},                // other: path of the first
    {"case-twin", "found other"},
    {"reserved-name", "found"},                     // internet
    {"unknown-name", "found nearest?"},
    {"no-such-member", "found expected"},
    {"unknown-crew", "found nearest?"},
    {"unknown-spare", "found nearest?"},
    {"wrong-reference", "found expected"},          // a disk as a place ...
    {"gate-not-allowed", "key"},                    // any, atLeast, not ... in `net`, `of`, `hits`
    // Counts and attempts
    {"above-count", "found expected"},
    {"required-above-replicas", "service required replicas"},
    {"too-few-members", "thing members active"},
    {"missing-repair", "example"},
    {"promise-without-repair", "thing"},
    {"last-attempt-uncertain", "example"},          // works or tried below 100 %, without "never"
    {"attempt-after-never", ""},
    // Layers and machines
    {"layer-twice", "found"},
    {"wrong-kernel", "thing needed on found"},
    {"requests-above-capacity", "thing asked what holds"},
    {"requests-above-limit", "thing asked what holds"},
    // Common causes and script
    {"hits-without-mode", "thing mode nearest?"},
    {"beta-of-unlike-laws", "mode"},
    {"no-coordinates", "found other"},              // a victim of `radius` that stands nowhere
    {"no-mode-to-strike", "thing effect"},
    {"nothing-to-maintain", "thing found nearest?"},
    {"steady-with-script", "found expected"},
    // Demand, work, calls, scaling
    {"malformed-profile", "found expected"},
    {"days-without-demand", "found"},               // of a profile
    {"no-holidays", "found example"},               // the calendar has none
    {"malformed-trace", "found expected"},          // found: file:row: text
    {"trace-too-short", "found expected"},          // to be repeated
    {"trace-outside-run", "found example"},
    {"missing-work", "service other example"},      // other: what reaches it
    {"queue-and-asked", "service other"},           // other: the call that feeds it
    {"demand-on-nothing", "service other"},         // no `on`
    {"outside-scaling", "thing replicas min max"},
    {"missing-request", "thing example"},           // a share of what is requested
    {"steady-with-dates", "key example"},
    // Warnings
    {"after-the-end", "found expected"},            // a date that the run does not reach
    {"without-demand", "found"},                    // a key that acts on requests, and there are none
    {"unused-preset", "found"},
    {"carries-nothing", "found"},                   // a host
    {"crew-without-work", "found"},
    {"spare-without-use", "found"},
    {"all-on-one-host", "found other"},             // replicas
    {"target-without-effect", "found"},             // nothing in the file ever fails
    {"only-script", ""},                            // a script file that says `alone`
    {"container-without-runtime", "found"},
}); // clang-format on

} // namespace nueves::scenario
