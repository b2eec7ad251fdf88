#pragma once

/// The states of a change, as the platform stores them.
namespace toolhost::sim::change_states {

inline constexpr const char* kNew = "-5";
inline constexpr const char* kAssess = "-4";
inline constexpr const char* kAuthorize = "-3";
inline constexpr const char* kScheduled = "-2";
inline constexpr const char* kImplement = "-1";
inline constexpr const char* kReview = "0";
inline constexpr const char* kClosed = "3";
inline constexpr const char* kCanceled = "4";

}  // namespace toolhost::sim::change_states
