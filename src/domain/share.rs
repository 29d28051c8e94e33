//! Percentages that add up to 100: the method of the largest remainder (Hamilton).

/// The share of each count in their sum, in whole per cent. The shares add up to 100 (or are all 0 where the sum is 0);
/// among equal remainders the earlier count gets the point.
#[must_use]
pub fn percentages(counts: &[usize]) -> Vec<u32> {
    let total: u128 = counts.iter().map(|&c| c as u128).sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let scaled = |c: usize| 100 * c as u128;
    let mut shares: Vec<u32> = counts
        .iter()
        .map(|&c| u32::try_from(scaled(c) / total).unwrap_or(100))
        .collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(counts.get(i).map_or(0, |&c| scaled(c) % total)));
    let missing = 100usize.saturating_sub(shares.iter().map(|&s| s as usize).sum());
    for i in order.into_iter().take(missing) {
        if let Some(share) = shares.get_mut(i) {
            *share += 1;
        }
    }
    shares
}
